package dev.cairn.postgres;

import java.util.List;

/** How the embedded server is set up, and why. */
final class Settings {
  /**
   * What no file and no {@code ALTER SYSTEM} may change: goes on the command line, which wins.
   * Promise 3 (Durable), and nobody from outside this machine.
   */
  static final List<String> FIXED =
      List.of(
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "password_encryption=scram-sha-256");

  /** The only way in: our password, from this machine, over TCP. */
  static final String HBA = "host all all 127.0.0.1/32 scram-sha-256\n";

  /**
   * For a laptop that mostly inserts. Written anew at each start; {@code ALTER SYSTEM} wins over
   * it, so that a person may tune.
   */
  static final String TUNING =
      """
      # Written by Cairn at each start. Use ALTER SYSTEM to change a setting for good.
      max_connections = 50
      shared_buffers = 192MB
      work_mem = 16MB
      maintenance_work_mem = 128MB
      effective_cache_size = 2GB

      # Each checkpoint makes every page that changes after it go into the log whole: keep them far
      # apart. 2 GB are read back in some seconds after a power cut.
      checkpoint_timeout = 15min
      max_wal_size = 2GB
      # A new segment of the log is filled with zeros first, so all is written twice: half the speed,
      # as measured. So what was once written is kept to be written over.
      min_wal_size = 2GB
      # Group commit sends some MB at a time; the log buffer takes a whole group.
      wal_buffers = 16MB
      # 'replica' so that an online backup is possible; nobody replicates from here.
      wal_level = replica
      max_wal_senders = 0

      # Short statements only: compiling them, or sharing them out to helpers, costs more than it
      # saves, and the other cores belong to the stages.
      jit = off
      max_parallel_workers_per_gather = 0
      random_page_cost = 1.1

      # Small hot rows (counters, leases, cursors) change all the time.
      autovacuum_naptime = 15s
      autovacuum_vacuum_cost_limit = 1000

      # A client that is killed inside a transaction must not hold its locks for ever.
      idle_in_transaction_session_timeout = 60s
      tcp_keepalives_idle = 30

      timezone = UTC
      log_timezone = UTC
      lc_messages = C
      # Never the text of a failed statement: it can hold what is in people's documents.
      log_min_error_statement = panic
      log_checkpoints = off
      """;

  private Settings() {}

  /** As one argument for {@code pg_ctl -o}, which hands it to a shell: no value needs quotes. */
  static String commandLine(int port) {
    StringBuilder line = new StringBuilder("-c port=").append(port);
    FIXED.forEach(setting -> line.append(" -c ").append(setting));
    return line.toString();
  }
}
