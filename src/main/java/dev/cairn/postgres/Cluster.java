package dev.cairn.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;

/**
 * The files of one database on disk: PostgreSQL's data folder, its password and its log, all in the
 * home folder. It is used by the holder of the {@link FolderLock} only.
 */
final class Cluster {
  static final String USER = "cairn";
  static final String DATABASE = "cairn";

  private static final String UNFINISHED = "postgres.new";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long LARGE_LOG = 8L << 20;
  private static final int PASSWORD_BYTES = 32;

  private final Path home;
  private final Binaries binaries;
  private final Account account;

  Cluster(Path home, Binaries binaries, Account account) {
    this.home = home;
    this.binaries = binaries;
    this.account = account;
  }

  Path data() {
    return home.resolve("postgres");
  }

  Path log() {
    return home.resolve("postgres.log");
  }

  Path portFile() {
    return home.resolve("postgres.port");
  }

  String password() throws IOException {
    return Files.readString(passwordFile()).strip();
  }

  private Path passwordFile() {
    return home.resolve("postgres.password");
  }

  boolean exists() {
    return Files.exists(data());
  }

  /** Removes what an earlier {@link #create} left behind when it was cut off. */
  void tidy() throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      for (Path left :
          files.filter(f -> f.getFileName().toString().startsWith(UNFINISHED)).toList()) {
        try {
          Binaries.remove(left);
        } catch (IOException e) {
          // its initdb still writes there, and will fail soon; next time it can be removed
        }
      }
    }
  }

  /** Makes the data folder, whole or not at all. */
  void create() throws IOException {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    Private.write(passwordFile(), Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    // A folder of its own for each attempt: the initdb of a killed one may still be writing.
    Path unfinished = Files.createTempDirectory(home, UNFINISHED);
    account.own(unfinished);
    initialise(unfinished);
    createDatabase(unfinished);
    // One pass at the end instead of a sync for each of a thousand files.
    succeed(account.command(binaries.program("initdb"), "-D", unfinished, "--sync-only"));
    Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    // Or a power cut gives the data their unfinished name back, under which they are removed.
    Private.sync(home);
  }

  private void initialise(Path folder) {
    succeed(
        account
            .command(
                binaries.program("initdb"),
                "--pgdata=" + folder,
                "--username=" + USER,
                // not from our file: another account could not open it
                "--pwfile=/dev/stdin",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // built in, so that the same text sorts the same on every machine
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions",
                "--no-sync")
            .input(readPassword()));
  }

  private String readPassword() {
    try {
      return password() + "\n";
    } catch (IOException e) {
      throw new PostgresException.Unusable("cannot read the password: " + Reason.of(e), e);
    }
  }

  /** In single-user mode, so that a data folder without our database is never seen. */
  private void createDatabase(Path folder) {
    succeed(
        account
            .command(
                binaries.program("postgres"),
                "--single",
                "-c",
                "exit_on_error=on",
                "-c",
                "fsync=off",
                "-D",
                folder,
                "postgres")
            .input("CREATE DATABASE " + DATABASE + "\n"));
  }

  private void succeed(Command command) {
    Command.Result result = command.run(LIMIT);
    if (!result.succeeded()) {
      throw new PostgresException.Failed(
          "cannot make the database in %s: %s".formatted(home, Reason.in(result.output())));
    }
  }

  /** Refuses files of another major version: PostgreSQL's own words for it need its manual. */
  void checkVersion() throws IOException {
    Path file = data().resolve("PG_VERSION");
    if (!Files.exists(file)) {
      throw new PostgresException.Unusable(
          "%s is there but holds no PostgreSQL data; move it away".formatted(data()));
    }
    String found = Files.readString(file).strip();
    if (!found.equals(binaries.major())) {
      throw new PostgresException.WrongVersion(data(), found, binaries.major());
    }
    if (!Files.exists(passwordFile())) {
      throw new PostgresException.Unusable(
          "%s is missing, and with it the way into %s".formatted(passwordFile(), data()));
    }
  }

  /** Whether this is the server we would have started: ours, on these files, of this version. */
  boolean isServedBy(Postmaster server) throws IOException {
    return Login.at(server.port(), password())
        .filter(answer -> answer.data().equals(data()))
        .filter(answer -> answer.version().equals(binaries.version()))
        .isPresent();
  }

  /** Before a start: our settings, the right owner, and room in the log. */
  void prepare() throws IOException {
    account.own(data());
    // a restored backup or a careless chmod; PostgreSQL refuses a folder that others may read
    Private.allow(data(), "rwx------");
    write(data().resolve("postgresql.conf"), Settings.TUNING);
    write(data().resolve("pg_hba.conf"), Settings.HBA);
    if (Files.exists(log()) && Files.size(log()) > LARGE_LOG) {
      Files.move(log(), home.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(log())) {
      Private.write(log(), "");
    }
    account.own(log());
  }

  private void write(Path file, String text) throws IOException {
    Private.write(file, text);
    account.own(file);
  }

  Command pgCtlStart(int port, Duration limit) {
    return account.command(
        binaries.program("pg_ctl"),
        "start",
        "--silent",
        "--wait",
        "--timeout=" + limit.toSeconds(),
        "--log=" + log(),
        "--pgdata=" + data(),
        "--options=" + Settings.commandLine(port));
  }
}
