package dev.cairn.bench;

import dev.cairn.document.text.TextExtractor;
import dev.cairn.fork.ForkPool;
import dev.cairn.fork.TestForks;
import dev.cairn.job.ProblemException;
import dev.cairn.pipeline.chunk.ExtractTask;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Measures text extraction in forked processes beside the same in this process, one document at a
 * time, rounds of both taking turns.
 */
public final class ForkBench {

  private static final int ROUNDS = 7;
  private static final int TINY = 5_000;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private record Case(String name, Path file, long bytes) {}

  @FunctionalInterface
  private interface Way {
    void read(Case document) throws IOException;
  }

  private final ForkPool forks = TestForks.POOL;
  private final PrintStream out;

  private ForkBench(PrintStream out) {
    this.out = out;
  }

  /** Takes a folder of documents. */
  public static void main(String[] args) throws IOException {
    ForkBench bench = new ForkBench(System.out);
    bench.compare("evaluation documents", readable(Path.of(args[0])));
    Path tiny = Files.createTempFile("tiny", ".txt");
    try {
      Files.writeString(tiny, "A line of text.\n".repeat(64), StandardCharsets.UTF_8);
      Case one = new Case("tiny.txt", tiny, Files.size(tiny));
      bench.compare("texts of 1 KiB", Collections.nCopies(TINY, one));
    } finally {
      Files.delete(tiny);
    }
    bench.forks.close();
  }

  private static List<Case> readable(Path folder) throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Case document = new Case(file.getFileName().toString(), file, Files.size(file));
        try {
          here(document);
          cases.add(document);
        } catch (ProblemException refused) {
          // is what both would say of it, at once
        }
      }
    }
    return cases;
  }

  private void compare(String what, List<Case> documents) throws IOException {
    double[] ratios = new double[ROUNDS];
    double[] here = new double[ROUNDS];
    double[] there = new double[ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      double inProcess = seconds(documents, ForkBench::here);
      double inFork = seconds(documents, this::there);
      if (round >= 0) {
        here[round] = inProcess;
        there[round] = inFork;
        ratios[round] = inProcess / inFork;
      }
    }
    double bytes = documents.stream().mapToLong(Case::bytes).sum();
    out.printf(
        Locale.ROOT,
        "%s: %d documents, %.2f MB; in the process %.2f MB/s, %.2f ms each; in a fork %.2f MB/s,"
            + " %.2f ms each; ratio %.2f (median of %d)%n",
        what,
        documents.size(),
        bytes / 1e6,
        bytes / 1e6 / median(here),
        1e3 * median(here) / documents.size(),
        bytes / 1e6 / median(there),
        1e3 * median(there) / documents.size(),
        median(ratios),
        ROUNDS);
  }

  private static void here(Case document) throws IOException {
    TextExtractor.extract(
        document.name(), "application/octet-stream", () -> Files.newInputStream(document.file()));
  }

  private void there(Case document) throws IOException {
    forks.run(
        new ExtractTask(),
        new ExtractTask.Hints(document.name(), "application/octet-stream"),
        () -> Files.newInputStream(document.file()),
        LIMIT);
  }

  private static double seconds(List<Case> documents, Way way) throws IOException {
    long start = System.nanoTime();
    for (Case document : documents) {
      way.read(document);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
