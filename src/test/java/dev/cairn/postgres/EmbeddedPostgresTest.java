package dev.cairn.postgres;

import static dev.cairn.postgres.EmbeddedPostgres.Origin.CREATED;
import static dev.cairn.postgres.EmbeddedPostgres.Origin.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresTest {
  private final Path home;

  EmbeddedPostgresTest(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void acknowledgedMeansOnDisk() throws Exception {
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(Servers.ask(postgres, "SHOW " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(Servers.ask(postgres, "SHOW data_checksums")).isEqualTo("on");
    }
  }

  @Test
  void noConfigurationFileTurnsDurabilityOff() throws Exception {
    Servers.start(home).close();
    Files.writeString(
        home.resolve("postgres/postgresql.auto.conf"),
        "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nlisten_addresses = '*'\n",
        StandardOpenOption.APPEND);
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      assertThat(Servers.ask(postgres, "SHOW fsync")).isEqualTo("on");
      assertThat(Servers.ask(postgres, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(Servers.ask(postgres, "SHOW full_page_writes")).isEqualTo("on");
      assertThat(Servers.ask(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void aPersonMayTuneTheRest() throws Exception {
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      Servers.execute(postgres, "ALTER SYSTEM SET work_mem = '23MB'");
    }
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      assertThat(Servers.ask(postgres, "SHOW work_mem")).isEqualTo("23MB");
    }
  }

  @Test
  void dataPortAndPasswordStayOverARestart() throws Exception {
    int port;
    String password;
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      assertThat(postgres.origin()).isEqualTo(CREATED);
      Servers.execute(postgres, "CREATE TABLE stone AS SELECT 'laid' AS state");
      port = postgres.port();
      password = postgres.password();
    }
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      assertThat(postgres.origin()).isEqualTo(STARTED);
      assertThat(Servers.ask(postgres, "SELECT state FROM stone")).isEqualTo("laid");
      assertThat(postgres.port()).isEqualTo(port);
      assertThat(postgres.password()).isEqualTo(password);
    }
  }

  @Test
  void aClosedServerIsGone() {
    EmbeddedPostgres postgres = Servers.start(home);
    assertThat(postgres.isRunning()).isTrue();
    postgres.close();
    postgres.close();
    assertThat(postgres.isRunning()).isFalse();
    assertThat(home.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  @Test
  void aPortThatSomebodyElseTookIsReplaced() throws Exception {
    int before;
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      before = postgres.port();
    }
    try (ServerSocket taken = new ServerSocket(before, 1, InetAddress.getLoopbackAddress());
        EmbeddedPostgres postgres = Servers.start(home)) {
      assertThat(postgres.port()).isNotEqualTo(taken.getLocalPort());
      assertThat(Servers.ask(postgres, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void nobodyGetsInWithoutThePassword() {
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      assertThat(postgres.password()).hasSizeGreaterThan(40);
      for (String wrong : List.of("", "cairn", postgres.password() + "x")) {
        assertThatThrownBy(() -> Servers.connect(postgres, wrong).close())
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password");
      }
    }
  }

  @Test
  void itListensOnThisMachineOnly() throws Exception {
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      assertThat(Servers.ask(postgres, "SHOW unix_socket_directories")).isEmpty();
      List<InetAddress> outside =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .toList();
      for (InetAddress address : outside) {
        assertThatThrownBy(() -> knock(address, postgres.port()))
            .as("at %s", address)
            .isInstanceOf(ConnectException.class);
      }
    }
  }

  private static void knock(InetAddress address, int port) throws Exception {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 2_000);
    }
  }

  @Test
  void filesAreClosedToOthers() throws Exception {
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      assertThat(postgres.isRunning()).isTrue();
      assertThat(permissions(home)).isEqualTo("rwx------");
      assertThat(permissions(home.resolve("postgres"))).isEqualTo("rwx------");
      assertThat(permissions(home.resolve("postgres.password"))).isEqualTo("rw-------");
      assertThat(permissions(home.resolve("postgres.log"))).isEqualTo("rw-------");
    }
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void dataOfAnotherMajorVersionAreLeftAlone() throws Exception {
    Servers.start(home).close();
    Files.writeString(home.resolve("postgres/PG_VERSION"), "17\n");
    assertThatThrownBy(() -> Servers.start(home))
        .isInstanceOf(PostgresException.WrongVersion.class)
        .hasMessageContaining("PostgreSQL 17")
        .hasMessageContaining("PostgreSQL 18")
        .message()
        .hasLineCount(1);
  }

  @Test
  void anInterruptedFirstStartIsBegunAnew() throws Exception {
    Files.createDirectories(home.resolve("postgres.new/base"));
    Files.writeString(home.resolve("postgres.new/PG_VERSION"), "18\n");
    try (EmbeddedPostgres postgres = Servers.start(home)) {
      assertThat(postgres.origin()).isEqualTo(CREATED);
      assertThat(home.resolve("postgres.new")).doesNotExist();
    }
  }

  @Test
  void aHomeThatIsAFileIsRefused() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "");
    assertThatThrownBy(() -> Servers.start(file))
        .isInstanceOf(PostgresException.Unusable.class)
        .hasMessageContaining("not a folder")
        .hasMessageContaining("CAIRN_HOME");
  }

  @Test
  void aBrokenDataFolderIsReportedInPostgresOwnWords() throws Exception {
    Servers.start(home).close();
    Files.writeString(home.resolve("postgres/global/pg_control"), "rubbish");
    assertThatThrownBy(() -> Servers.start(home))
        .isInstanceOf(PostgresException.Failed.class)
        .hasMessageContaining("pg_control")
        .hasMessageContaining("postgres.log")
        .message()
        .hasLineCount(1);
  }

  @Test
  void aHomeMayHaveAnOddName() throws Exception {
    try (EmbeddedPostgres postgres = Servers.start(home.resolve("it's a; stöne & (more)"))) {
      assertThat(Servers.ask(postgres, "SELECT 1")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dollar$HOME", "back`tick", "quote\"d"})
  void aNameThatAShellWouldReadIsRefused(String name) {
    assertThatThrownBy(() -> Servers.start(home.resolve(name)))
        .isInstanceOf(PostgresException.Unusable.class);
  }
}
