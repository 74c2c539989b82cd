package dev.cairn.fork;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a forked process is started. */
final class Program {

  static final String CRASH_REPORT = "crash.log";

  /**
   * Signals that a terminal sends to all its processes are the server's alone, which ends its
   * children in its own time; and when memory is short the system shall take a child, not the
   * server.
   */
  private static final String SHELL =
      "trap '' INT QUIT HUP; echo 900 2>/dev/null >/proc/self/oom_score_adj; exec \"$@\"";

  private Program() {}

  static Process start(Path scratch, ForkConfig config) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(scratch, config));
    builder.directory(scratch.toFile());
    // The server's environment holds its secrets, which are no business of a parser.
    builder.environment().clear();
    return builder.start();
  }

  private static List<String> command(Path scratch, ForkConfig config) {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "cairn-fork"));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-Xmx" + config.heap().asLongValue());
    words.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:MaxDirectMemorySize=64m",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + scratch.resolve(CRASH_REPORT),
            "-Xlog:disable",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=" + scratch));
    words.addAll(archive());
    words.addAll(List.of("-cp", classPath(), Child.class.getName()));
    return words;
  }

  /** Relative to the server's folder, which is not the child's. */
  private static String classPath() {
    List<String> parts = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, parts);
  }

  /** The server's own archive of loaded classes, if it has one: it holds the parsers too. */
  private static List<String> archive() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-XX:SharedArchiveFile="))
        .toList();
  }
}
