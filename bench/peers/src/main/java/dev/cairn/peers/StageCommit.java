package dev.cairn.peers;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * One stage commit: result, checkpoint, event and counter in one statement, which is its own
 * transaction. The fastest form found; a transaction of several statements costs a round trip for
 * each.
 */
final class StageCommit {

  static final int STAGES = 3;

  /** Counter rows a stage; more than any peer has workers, so that each worker has its own. */
  static final int SLOTS = 64;

  static final long JOB = 1;

  private static final AtomicInteger NEXT_SLOT = new AtomicInteger();
  private static final ThreadLocal<Integer> SLOT =
      ThreadLocal.withInitial(() -> NEXT_SLOT.getAndIncrement() % SLOTS);
  private static final byte[] PAYLOAD = payload();

  private final DataSource source;

  StageCommit(DataSource source) {
    this.source = source;
  }

  /** What a stage hands on: 1 KiB. PostgreSQL compresses nothing this short. */
  static byte[] payload() {
    return "x".repeat(1024).getBytes(StandardCharsets.US_ASCII);
  }

  /** The counter row of this thread. */
  static int slot() {
    return SLOT.get();
  }

  /** All stages of a document that was never begun before. */
  void runAll(long document) throws SQLException {
    runFrom(0, document);
  }

  /**
   * The stages of a document that may have been begun before: those committed are not run again.
   */
  void runRest(long document) throws SQLException {
    runFrom(committed(document), document);
  }

  private void runFrom(int first, long document) throws SQLException {
    // One connection for the document: taking one for each stage is no faster, and no fairer.
    try (Connection connection = source.getConnection()) {
      for (int stage = first; stage < STAGES; stage++) {
        commit(connection, document, stage);
      }
    }
  }

  /** One stage, for an engine that keeps the stage itself. */
  void run(long document, int stage) throws SQLException {
    try (Connection connection = source.getConnection()) {
      commit(connection, document, stage);
    }
  }

  private static void commit(Connection connection, long document, int stage) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            with written as (
              insert into result (job, seq, stage, outcome, epoch, records, took_us, handed_on)
              values (?, ?, ?, 0, 1, 0, 10, ?)
              on conflict do nothing
              returning stage)
            update counter c set done = done + 1 from written w where c.slot = ? and c.stage = w.stage
            """)) {
      statement.setLong(1, JOB);
      statement.setLong(2, document);
      statement.setShort(3, (short) stage);
      statement.setBytes(4, PAYLOAD);
      statement.setInt(5, slot());
      statement.executeUpdate();
    }
  }

  private int committed(long document) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select count(*) from result where job = ? and seq = ?")) {
      statement.setLong(1, JOB);
      statement.setLong(2, document);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
