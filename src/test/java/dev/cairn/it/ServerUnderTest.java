package dev.cairn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * The real server on one home, through several lives: started, killed, stopped, started again. Used
 * by one test, which alone starts and ends it; subscribers may ask for its address from their
 * threads.
 */
final class ServerUnderTest implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Says which stage of which document is run, and under which epoch. */
  private static final String TELL_RUNS = "-Dquarkus.log.category.\"dev.cairn.engine\".level=DEBUG";

  /** So that what several nodes wrote can be put in order. */
  private static final String TELL_WHEN =
      "-Dquarkus.log.console.format=%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p %m%n%e";

  /**
   * Where a server answers.
   *
   * @param life how often it was started, from 1
   */
  record Address(URI url, int life) {}

  private final Program.Folders folders;
  private final List<String> options;
  private final Map<String, String> variables;
  private final List<Program> lives = new CopyOnWriteArrayList<>();
  private volatile Optional<Address> address = Optional.empty();

  /**
   * @param options for the JVM
   */
  ServerUnderTest(Path folder, String... options) {
    this(folder, Map.of(), List.of(options));
  }

  /**
   * @param variables of its environment, such as where its database is
   * @param options for the JVM
   */
  ServerUnderTest(Path folder, Map<String, String> variables, List<String> options) {
    this.folders = Program.Folders.in(folder);
    this.variables = Map.copyOf(variables);
    this.options = new ArrayList<>(options);
    this.options.add(TELL_RUNS);
    this.options.add(TELL_WHEN);
  }

  Path home() {
    return folders.home();
  }

  Program.Folders folders() {
    return folders;
  }

  /** Starts it and waits until it serves; when it does not, no process is left. */
  ServerUnderTest start() {
    try {
      launch();
      awaitReady();
      return this;
    } catch (Throwable failure) {
      close();
      throw failure;
    }
  }

  /** Starts it and does not wait. */
  Program launch() {
    assertThat(lives.isEmpty() || !life().process().isAlive()).as("one server at a time").isTrue();
    List<String> words = List.of("serve", "--port", "0", "--home", home().toString());
    Program program = Program.start(folders, options, words, variables);
    lives.add(program);
    return program;
  }

  void awaitReady() {
    awaitThat("the server is ready", this::noticeReady);
  }

  /** Waits until it answers, ready or not. */
  void awaitAnswering() {
    awaitThat("the server answers", () -> noticeIf(url -> true));
  }

  private void awaitThat(String what, Callable<Boolean> holds) {
    Program program = life();
    await()
        .alias(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .failFast(() -> assertThat(program.process().isAlive()).as(program.said()).isTrue())
        .until(holds);
  }

  /** Looks whether it is ready, and gives its address to others if so. */
  boolean noticeReady() {
    return noticeIf(Http::isReady);
  }

  private boolean noticeIf(Predicate<URI> isSo) {
    Optional<URI> found = addressOf(life()).filter(isSo);
    if (found.isPresent()) {
      address = found.map(url -> new Address(url, lives.size()));
    }
    return found.isPresent();
  }

  /** What it wrote into its home of where it answers; a dead server's file does not count. */
  Optional<URI> addressOf(Program program) {
    Path file = home().resolve("server.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode json = Http.JSON.readTree(file.toFile());
      return json.path("pid").asLong() == program.process().pid()
          ? Optional.of(URI.create(json.path("url").asText()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it answers; empty while it is down. */
  Optional<Address> address() {
    return address;
  }

  Http http() {
    return new Http(address.orElseThrow().url());
  }

  /** The process that runs, or ran last. */
  Program life() {
    return lives.getLast();
  }

  /** What each life so far wrote into its log, in order. */
  List<String> logs() {
    return lives.stream().map(Program::stderr).toList();
  }

  /** {@code kill -9}: PostgreSQL stays. */
  void kill() {
    address = Optional.empty();
    life().kill();
  }

  /** SIGSTOP: it stands still, with all its connections open. */
  void freeze() {
    life().signal("STOP");
  }

  /** SIGCONT: it goes on as if no time had passed. */
  void thaw() {
    life().signal("CONT");
  }

  /** SIGTERM, and the time until it has ended. */
  Duration terminate() {
    address = Optional.empty();
    long begun = System.nanoTime();
    life().process().destroy();
    life().exitCode();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Ends all that was started, the PostgreSQL of a killed server too. */
  @Override
  public void close() {
    address = Optional.empty();
    lives.forEach(Program::close);
    Orphan.end(home());
  }
}
