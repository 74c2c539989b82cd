package dev.cairn.engine;

import jakarta.inject.Singleton;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Walks documents through their stages; holds what every {@link Walk} needs. */
@Singleton
final class Lane {

  /** How a walk ended. */
  enum End {
    /** Nothing is left to do: done, skipped, failed, or waiting for its next try. */
    FINISHED,
    /** It was halted between two stages, or broken off inside one. */
    GIVEN_BACK,
    /** The lease has changed hands. */
    LOST
  }

  final StageRunner runner;
  final Memory memory;
  final GroupCommit commits;
  final Supply supply;
  final RandomGenerator random = RandomGenerator.getDefault();

  Lane(StageRunner runner, Memory memory, GroupCommit commits, Supply supply) {
    this.runner = runner;
    this.memory = memory;
    this.commits = commits;
    this.supply = supply;
  }

  /**
   * Walks a document as far as it may go.
   *
   * @param ended told once
   */
  void walk(Task task, Consumer<End> ended) {
    new Walk(this, task, ended).begin();
  }
}
