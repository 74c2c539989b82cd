package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LateTimeoutTest {

  @Test
  void onlyWhatThePoolTellsTwiceIsKeptOutOfTheLog() {
    IllegalStateException fromPool = twice();
    fromPool.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("io.vertx.core.Promise", "fail", "Promise.java", 90),
          new StackTraceElement(
              "io.vertx.sqlclient.impl.pool.SqlConnectionPool", "lambda", "Pool.java", 216)
        });
    assertThat(new LateTimeout().isLoggable(record(fromPool))).isFalse();
    assertThat(new LateTimeout().isLoggable(record(twice()))).isTrue();
    assertThat(new LateTimeout().isLoggable(record(new IllegalStateException("other")))).isTrue();
    assertThat(new LateTimeout().isLoggable(new LogRecord(Level.WARNING, "nothing"))).isTrue();
  }

  /** As Vert.x itself words it. */
  private static IllegalStateException twice() {
    Promise<String> told = Promise.promise();
    told.complete("once");
    try {
      told.fail("twice");
      throw new AssertionError("Vert.x lets a promise be kept twice");
    } catch (IllegalStateException e) {
      return e;
    }
  }

  private static LogRecord record(Throwable thrown) {
    LogRecord record = new LogRecord(Level.SEVERE, "Unhandled exception");
    record.setThrown(thrown);
    return record;
  }
}
