package dev.cairn.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One process of the packaged program, with what it writes kept in files.
 *
 * @param out its standard output
 * @param err its standard error
 */
record Program(Process process, Path out, Path err) implements AutoCloseable {

  /** More than any test here needs, so that what grows without bound is found. */
  private static final String HEAP = "-Xmx512m";

  private static final Duration AT_MOST = Duration.ofSeconds(60);

  /**
   * Starts {@code java -jar cairn.jar WORDS} in a working folder, with a data folder of its own.
   *
   * @param jvm options before {@code -jar}
   */
  static Program start(Folders folders, List<String> jvm, List<String> words) {
    return start(folders, jvm, words, Map.of());
  }

  /**
   * The same with some environment of its own.
   *
   * @param variables over those of every program here
   */
  static Program start(
      Folders folders, List<String> jvm, List<String> words, Map<String, String> variables) {
    try {
      Path out = Files.createTempFile(folders.work(), "out", ".txt");
      Path err = Files.createTempFile(folders.work(), "err", ".txt");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add(HEAP);
      command.addAll(jvm);
      command.add("-jar");
      command.add(System.getProperty("cairn.jar"));
      command.addAll(words);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folders.work().toFile())
              .redirectInput(ProcessBuilder.Redirect.PIPE)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      surround(builder.environment(), folders.home());
      builder.environment().putAll(variables);
      return new Program(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What one program works with.
   *
   * @param home its data folder
   * @param work its working folder, which also takes its output
   */
  record Folders(Path home, Path work) {

    /** Two folders inside one. */
    static Folders in(Path parent) {
      try {
        return new Folders(parent.resolve("home"), Files.createDirectories(parent.resolve("work")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void surround(Map<String, String> environment, Path home) {
    environment.keySet().removeIf(name -> name.startsWith("CAIRN_") || name.startsWith("QUARKUS_"));
    environment.put("CAIRN_HOME", home.toString());
    // Kept from run to run: unpacking PostgreSQL takes longer than most tests.
    environment.put("XDG_CACHE_HOME", Path.of("target").toAbsolutePath().toString());
  }

  /** Waits until it ends by itself; its exit code. */
  int exitCode() {
    return exitCode(AT_MOST);
  }

  int exitCode(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("it runs on after " + atMost + ": " + said());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Lets it run for a while; whether it still runs then. */
  boolean livesFor(Duration time) {
    try {
      return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** As {@code kill -9} does: no shutdown hook runs, the database stays. */
  void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** Sends it a signal by its name; Java itself knows but two. */
  void signal(String name) {
    Signals.send(process.toHandle(), name);
  }

  String stdout() {
    return text(out);
  }

  String stderr() {
    return text(err);
  }

  /** All it wrote, for messages. */
  String said() {
    return "stdout:\n" + stdout() + "\nstderr:\n" + stderr();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it, if it has not ended. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
