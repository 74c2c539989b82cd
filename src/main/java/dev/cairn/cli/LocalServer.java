package dev.cairn.cli;

import java.net.URI;

/**
 * The server as the command line sees it. {@code dev.cairn.Main} implements it with the real one;
 * the client alone has {@link ClientOnly}.
 */
public interface LocalServer {

  /**
   * Boots the server inside this process and returns when it answers.
   *
   * @throws CannotStart with one line for the user
   */
  Running start(ServerOptions options) throws CannotStart;

  /**
   * Serves until the process is told to end.
   *
   * @return the exit code
   * @throws CannotStart with one line for the user
   */
  int serve(ServerOptions options) throws CannotStart;

  /** A server inside this process. */
  interface Running extends AutoCloseable {

    /** Where it answers, such as {@code http://127.0.0.1:40123}. */
    URI url();

    /** Stops it and returns when it is down. Work in hand is safe: it goes on at the next start. */
    @Override
    void close();
  }

  /** Why the server did not start, in one line that a user can act on. */
  final class CannotStart extends Exception {
    public CannotStart(String message, Throwable cause) {
      super(message, cause);
    }

    public CannotStart(String message) {
      super(message);
    }
  }
}
