package dev.cairn.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Graphile Worker, in a Node process of its own, {@code graphile/worker.mjs}, which does one
 * command a line from its standard input and answers each with {@code ok}. It ends by itself when
 * its input does, so that nothing is left when we are killed.
 */
final class Graphile implements Peer {

  /** What one of its jobs is. */
  enum Unit {
    /** A document with its three stages, each committed by itself. */
    DOCUMENT,
    /** 100 documents, whose rows of a stage are written by one statement: they are coupled. */
    BATCH
  }

  private final Unit unit;
  private final Process node;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  Graphile(Database database, Unit unit) throws IOException {
    this.unit = unit;
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("peers.node", "node"),
            Path.of(System.getProperty("peers.graphile", "graphile"), "worker.mjs").toString());
    builder.environment().put("PEERS_DATABASE", database.connectionString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    node = builder.start();
    commands = node.outputWriter();
    answers = node.inputReader();
  }

  @Override
  public String name() {
    return switch (unit) {
      case DOCUMENT -> "graphile";
      case BATCH -> "graphile-batch";
    };
  }

  @Override
  public Documents documents() {
    return switch (unit) {
      case DOCUMENT -> Documents.INDEPENDENT;
      case BATCH -> Documents.COUPLED;
    };
  }

  @Override
  public int usualRound() {
    return switch (unit) {
      case DOCUMENT -> 10_000;
      case BATCH -> 60_000;
    };
  }

  @Override
  public void fill(int documents) throws Exception {
    ask("fill-" + word(), documents);
  }

  @Override
  public void work(int documents) throws Exception {
    ask("work-" + word(), documents);
  }

  private String word() {
    return switch (unit) {
      case DOCUMENT -> "document";
      case BATCH -> "batch";
    };
  }

  private void ask(String command, int documents) throws Exception {
    commands.write(command + " " + documents + "\n");
    commands.flush();
    String answer =
        CompletableFuture.supplyAsync(this::readLine)
            .get(Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!"ok".equals(answer)) {
      throw new IllegalStateException("the worker answered: " + answer);
    }
  }

  private @Nullable String readLine() {
    try {
      return answers.readLine();
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    try {
      commands.close();
      node.onExit().get(10, TimeUnit.SECONDS);
    } catch (IOException | ExecutionException | TimeoutException e) {
      node.destroyForcibly();
    } catch (InterruptedException e) {
      node.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
