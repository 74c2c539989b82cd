package dev.cairn.postgres;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why the embedded database is not there. Every message is one plain line that can be shown to a
 * person as it is.
 */
public abstract sealed class PostgresException extends RuntimeException {

  private PostgresException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Another process, or another part of this one, works on the same folder. */
  public static final class Held extends PostgresException {
    private final long pid;
    private final Instant since;

    Held(Path home, long pid, Instant since) {
      super(
          "%s is in use by the Cairn server with process id %d, running since %s; stop it, or set CAIRN_HOME to another folder"
              .formatted(home, pid, since),
          null);
      this.pid = pid;
      this.since = since;
    }

    /** The process that holds the folder; 0 if it has not said. */
    public long pid() {
      return pid;
    }

    /** Since when it holds it. */
    public Instant since() {
      return since;
    }
  }

  /** The data folder was made by another major version of PostgreSQL. */
  public static final class WrongVersion extends PostgresException {
    WrongVersion(Path data, String found, String wanted) {
      super(
          "%s was written by PostgreSQL %s and cannot be read by PostgreSQL %s, which this Cairn brings; move it away, or use the Cairn that made it"
              .formatted(data, found, wanted),
          null);
    }
  }

  /** The machine does not give what is needed: a folder, space, a permission, a program. */
  public static final class Unusable extends PostgresException {
    Unusable(String message) {
      super(message, null);
    }

    Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** PostgreSQL itself refused or died; the message carries its own words. */
  public static final class Failed extends PostgresException {
    Failed(String message) {
      super(message, null);
    }
  }
}
