package dev.cairn.cli;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The server that {@code run} works with: one that answers, else its own inside this process. */
final class RunServer implements AutoCloseable {

  private final RootCommand root;
  private final Progress progress;
  // volatile: what is said at Ctrl-C is said by another thread
  private volatile Api api;
  private volatile LocalServer.@Nullable Running own;

  RunServer(RootCommand root, Progress progress) {
    this.root = root;
    this.progress = progress;
    this.api = findOrStart();
  }

  Api api() {
    return api;
  }

  boolean isOwn() {
    return own != null;
  }

  ComeBack comeBack() {
    return isOwn() ? ComeBack.WAITS_FOR_A_SERVER : ComeBack.SERVER_GOES_ON;
  }

  /**
   * After contact was lost: another {@code run} may have ended and taken its server along. A server
   * that the user has named is never replaced.
   *
   * @return whether there is another
   */
  boolean replace() {
    if (isOwn() || isNamed()) {
      return false;
    }
    api = findOrStart();
    return true;
  }

  boolean isNamed() {
    return root.locator().named().isPresent();
  }

  @Override
  public void close() {
    LocalServer.Running running = own;
    if (running != null) {
      running.close();
      own = null;
    }
  }

  private Api findOrStart() {
    Optional<URI> found = root.locator().find();
    if (found.isPresent()) {
      return new Api(found.get());
    }
    Surroundings here = root.surroundings();
    progress.note("Starting a local server (data in " + here.home() + ")");
    try {
      LocalServer.Running running =
          here.localServer()
              .start(
                  new ServerOptions(
                      Optional.of("127.0.0.1"),
                      OptionalInt.of(0),
                      here.home(),
                      here.variable("CAIRN_DATABASE_URL")));
      own = running;
      return new Api(running.url());
    } catch (LocalServer.CannotStart e) {
      throw Failure.error(Exchange.why(e), e);
    }
  }
}
