package dev.cairn.postgres;

import static dev.cairn.postgres.EmbeddedPostgres.Origin.ADOPTED;
import static dev.cairn.postgres.EmbeddedPostgres.Origin.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanTest {
  private final Path home;

  OrphanTest(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void theServerOfAKilledProcessIsTakenOverAsItIs() throws Exception {
    try (Servers.Holder holder = Servers.Holder.of(home)) {
      holder.kill();
      EmbeddedPostgres postgres = Servers.start(home);
      try (postgres) {
        assertThat(postgres.origin()).isEqualTo(ADOPTED);
        assertThat(postgres.pid()).isEqualTo(holder.postgres());
        assertThat(Servers.ask(postgres, "SELECT 1")).isEqualTo("1");
      }
      assertThat(postgres.isRunning()).isFalse();
    }
  }

  @Test
  void aServerThatDoesNotTakeOurPasswordIsReplaced() throws Exception {
    try (Servers.Holder holder = Servers.Holder.of(home)) {
      holder.kill();
      Files.writeString(home.resolve("postgres.password"), "another");
      try (EmbeddedPostgres postgres = Servers.start(home)) {
        assertThat(postgres.origin()).isEqualTo(STARTED);
        assertThat(postgres.pid()).isNotEqualTo(holder.postgres());
      }
    }
  }

  @Test
  void afterTheDeathOfBothWhatWasCommittedIsThere() throws Exception {
    try (Servers.Holder holder = Servers.Holder.of(home)) {
      holder.kill();
      try (EmbeddedPostgres postgres = Servers.start(home)) {
        Servers.execute(postgres, "CREATE TABLE stone AS SELECT 'laid' AS state");
        ProcessHandle.of(postgres.pid()).ifPresent(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofSeconds(10)).until(() -> !postgres.isRunning());
      }
    }
    assertThat(home.resolve("postgres/postmaster.pid")).exists();
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      assertThat(postgres.origin()).isEqualTo(STARTED);
      assertThat(Servers.ask(postgres, "SELECT state FROM stone")).isEqualTo("laid");
    }
  }

  @Test
  void aProcessIdThatNowBelongsToSomebodyElseDoesNotMatter() throws Exception {
    Servers.start(home).close();
    Path pidFile = home.resolve("postgres/postmaster.pid");
    long stranger = ProcessHandle.current().pid();
    Files.writeString(
        pidFile,
        "%d\n%s\n%d\n5432\n\n127.0.0.1\n  1 2\nready   \n"
            .formatted(stranger, pidFile.getParent(), Instant.now().getEpochSecond()));
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      assertThat(postgres.origin()).isEqualTo(STARTED);
      assertThat(postgres.pid()).isNotEqualTo(stranger);
    }
  }

  @Test
  void aPidFileThatSaysNothingDoesNotMatter() throws Exception {
    Servers.start(home).close();
    // PostgreSQL itself refuses an empty file, which a full disk can leave
    Files.writeString(home.resolve("postgres/postmaster.pid"), "");
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      assertThat(postgres.origin()).isEqualTo(STARTED);
    }
  }

  @Test
  void theSecondServerIsToldWhoHoldsTheFolder() throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    try (Servers.Holder holder = Servers.Holder.of(home)) {
      assertThatThrownBy(() -> Servers.start(home))
          .hasMessageContaining("process id " + holder.process().pid())
          .hasMessageContaining(home.toRealPath().toString())
          .asInstanceOf(type(PostgresException.Held.class))
          .satisfies(held -> assertThat(held.pid()).isEqualTo(holder.process().pid()))
          .satisfies(held -> assertThat(held.since()).isBetween(before, Instant.now()));
      assertThat(ProcessHandle.of(holder.postgres())).isPresent();
      holder.kill();
      Servers.start(home).close();
    }
  }

  @Test
  void aSecondAttemptInTheSameProcessLeavesTheFirstItsLock() throws Exception {
    try (EmbeddedPostgres first = Servers.start(home)) {
      assertThatThrownBy(() -> Servers.start(home)).isInstanceOf(PostgresException.Held.class);
      assertThat(first.isRunning()).isTrue();
      assertThatThrownBy(() -> Servers.Holder.of(home)).hasMessageContaining("before its server");
    }
    Servers.start(home).close();
  }

  @Test
  void rootHasMoreThanOneWayToStartIt() throws Exception {
    List<Account> usable =
        Account.WAYS_OF_ROOT.stream()
            .filter(way -> way.command("true").run(Duration.ofSeconds(5)).succeeded())
            .toList();
    assumeThat(usable).as("only root has several").hasSizeGreaterThan(1);
    Binaries binaries = Binaries.in(Servers.CACHE);
    Path folder = Private.folder(home);
    new Cluster(folder, binaries, usable.getFirst()).create();
    // each takes over from the other, files and all
    for (Account way : List.of(usable.get(1), usable.get(0), usable.get(1))) {
      Cluster cluster = new Cluster(folder, binaries, way);
      Postmaster server = new Starter(cluster).start();
      assertThat(cluster.isServedBy(server)).isTrue();
      server.stop();
      assertThat(server.isGone()).isTrue();
    }
  }
}
