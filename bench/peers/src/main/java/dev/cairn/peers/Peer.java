package dev.cairn.peers;

/**
 * An engine under measurement. A round is {@link #fill} outside the clock, then {@link #work}
 * inside it; filling is left out in the peers' favour, since Cairn's own figure includes it.
 */
interface Peer extends AutoCloseable {

  /** Whether a document that fails can hold up or undo the work of others. */
  enum Documents {
    INDEPENDENT,
    COUPLED
  }

  /** What it is called on the command line and in the table. */
  String name();

  Documents documents();

  /** How many documents make a round long enough to be steady and short enough to be bearable. */
  int usualRound();

  /** Puts so many documents into the engine's queue, numbered from 0. Nothing works on them yet. */
  void fill(int documents) throws Exception;

  /**
   * Works until the last stage of the last document is committed, and stops the workers.
   *
   * @throws java.util.concurrent.TimeoutException if that takes longer than {@link Bench#PATIENCE}
   */
  void work(int documents) throws Exception;

  @Override
  default void close() {}
}
