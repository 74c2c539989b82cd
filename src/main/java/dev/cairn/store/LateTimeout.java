package dev.cairn.store;

import io.quarkus.logging.LoggingFilter;
import java.util.Arrays;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps one line with a long stack out of the log: for each statement that got no connection while
 * the database was away, the SQL client says half a minute later "Result is already complete". It
 * does not cancel the timer of a wait that has failed already, and tells the waiter a second time
 * (vertx-sql-client issue 1706). The waiter heard the true reason the first time, so nothing is
 * lost; to be removed with a version in which that is mended.
 */
@LoggingFilter(name = "late-timeout")
public final class LateTimeout implements Filter {

  private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

  @Override
  public boolean isLoggable(LogRecord record) {
    return !(record.getThrown() instanceof IllegalStateException twice
        && "Result is already complete".equals(twice.getMessage())
        && Arrays.stream(twice.getStackTrace())
            .limit(4)
            .anyMatch(frame -> frame.getClassName().equals(POOL)));
  }
}
