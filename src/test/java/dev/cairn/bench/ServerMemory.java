package dev.cairn.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What memory a server uses.
 *
 * <p>Before a collection a heap is as full as it may be, and after a young one it holds whatever
 * died old, so both say little of what a job needs. {@link #live} does: what is reachable.
 *
 * @param log its collections
 */
record ServerMemory(long pid, Path log) {

  private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB");

  static Path log(Path home) {
    return home.resolve("gc.log");
  }

  /** Highest heap before and after a collection so far. */
  String heap() throws IOException {
    return heap(Files.readString(log));
  }

  private static String heap(String log) {
    List<MatchResult> collections = COLLECTION.matcher(log).results().toList();
    return "heap at most %d MB before, %d MB after a collection"
        .formatted(highest(collections, 1), highest(collections, 2));
  }

  /** 0 when there was none. */
  private static int highest(List<MatchResult> collections, int group) {
    return collections.stream()
        .mapToInt(found -> Integer.parseInt(found.group(group)))
        .max()
        .orElse(0);
  }

  /** Where a round begins: its garbage is gone, and the kernel counts its peak from here. */
  record Mark(ServerMemory memory, long logged) {

    /** Highest heap and most memory of the process since then. */
    String since() throws IOException {
      byte[] all = Files.readAllBytes(memory.log);
      String log = new String(all, (int) logged, all.length - (int) logged, StandardCharsets.UTF_8);
      return heap(log) + ", process at most " + (memory.resident() >> 20) + " MB";
    }
  }

  Mark mark() throws IOException {
    live();
    Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), "5");
    return new Mark(this, Files.size(log));
  }

  /** Most memory of the process since the last mark, as the kernel counts it. */
  private long resident() throws IOException {
    String status = Files.readString(Path.of("/proc/" + pid + "/status"));
    return number(RESIDENT, status) << 10;
  }

  /** Bytes that are reachable at this moment; costs a whole collection. */
  long live() throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (var said = process.getInputStream()) {
      return number(TOTAL, new String(said.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static long number(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + pattern + " in " + text));
  }
}
