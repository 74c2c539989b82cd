package dev.cairn.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PostgreSQL server of our own, for those who have not set one up.
 *
 * <p>It outlives this process if that is killed, and the next start takes it over as it is.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  /** How this process came by its server. */
  public enum Origin {
    /** The data folder was made just now. */
    CREATED,
    /** The server was started on a data folder that was there. */
    STARTED,
    /** The server was running: an earlier process left it behind when it was killed. */
    ADOPTED
  }

  private final FolderLock lock;
  private final Postmaster server;
  private final String password;
  private final Origin origin;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(FolderLock lock, Postmaster server, String password, Origin origin) {
    this.lock = lock;
    this.server = server;
    this.password = password;
    this.origin = origin;
  }

  /**
   * Brings the server up and returns when it takes connections.
   *
   * @param home holds the data, the password, the log and the lock; made if it is missing
   * @param cache holds the unpacked programs, which are the same for every home
   * @throws PostgresException with one plain line on why that cannot be
   */
  public static EmbeddedPostgres start(Path home, Path cache) {
    Path folder = openHome(home);
    FolderLock lock = FolderLock.take(folder);
    try {
      return start(lock, new Cluster(folder, Binaries.in(cache), Account.find()));
    } catch (IOException e) {
      lock.close();
      throw new PostgresException.Unusable("cannot use %s: %s".formatted(folder, Reason.of(e)), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedPostgres start(FolderLock lock, Cluster cluster) throws IOException {
    boolean isNew = !cluster.exists();
    cluster.tidy();
    if (isNew) {
      cluster.create();
    }
    cluster.checkVersion();
    Optional<Postmaster> orphan = Postmaster.runningOn(cluster.data());
    if (orphan.isPresent() && cluster.isServedBy(orphan.get())) {
      return new EmbeddedPostgres(lock, orphan.get(), cluster.password(), Origin.ADOPTED);
    }
    orphan.ifPresent(Postmaster::stop);
    Postmaster server = new Starter(cluster).start();
    Origin origin = isNew ? Origin.CREATED : Origin.STARTED;
    return new EmbeddedPostgres(lock, server, cluster.password(), origin);
  }

  private static Path openHome(Path home) {
    try {
      Path folder = Private.folder(home);
      if (folder.toString().matches(".*[\"$`\\\\\\n].*")) {
        throw new PostgresException.Unusable(
            "PostgreSQL's starter cannot handle the name of the folder %s; set CAIRN_HOME to a plainer one"
                .formatted(folder));
      }
      return folder;
    } catch (IOException e) {
      throw new PostgresException.Unusable(
          "cannot use %s: %s; set CAIRN_HOME to a folder that can be written"
              .formatted(home, Reason.of(e)),
          e);
    }
  }

  /** Where it listens: this machine only. */
  public String host() {
    return "127.0.0.1";
  }

  /** The port, which stays the same from start to start while nobody else takes it. */
  public int port() {
    return server.port();
  }

  /** The database that is ours to fill. */
  public String database() {
    return Cluster.DATABASE;
  }

  /** The user that owns it. */
  public String user() {
    return Cluster.USER;
  }

  /** The generated password; nobody gets in without it. */
  public String password() {
    return password;
  }

  /** For JDBC, without the credentials. */
  public String jdbcUrl() {
    return Login.url(port());
  }

  /** For a reactive client, without the credentials. */
  public String reactiveUrl() {
    return "postgresql://%s:%d/%s".formatted(host(), port(), database());
  }

  /** How this process came by the server. */
  public Origin origin() {
    return origin;
  }

  /** The server's main process. */
  public long pid() {
    return server.pid();
  }

  /** Whether the server still runs: somebody else may have ended it. */
  public boolean isRunning() {
    return !server.isGone();
  }

  /** Stops the server, cleanly if it can be done in half a minute, and gives the folder back. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        server.stop();
      } finally {
        lock.close();
      }
    }
  }
}
