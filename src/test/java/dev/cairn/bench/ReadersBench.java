package dev.cairn.bench;

import dev.cairn.bench.ReadersData.Case;
import dev.cairn.document.Compression;
import dev.cairn.document.Expansion;
import dev.cairn.document.LocalBytes;
import dev.cairn.document.Unpacking;
import dev.cairn.document.rows.Row;
import dev.cairn.document.rows.RowFormat;
import dev.cairn.document.rows.RowReader;
import dev.cairn.document.rows.RowReaders;
import dev.cairn.document.rows.Sniffed;
import dev.cairn.document.rows.Sniffer;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Rows through our readers beside the bare library over the same bytes, in one process, one after
 * the other. Bare means: every value is made, as the library makes it, and let go.
 */
public final class ReadersBench {

  private static final int ROUNDS = 9;

  private ReadersBench() {}

  /** Takes nothing. */
  public static void main(String[] args) throws Exception {
    Path folder = BenchDatabase.folder("bench-readers");
    try {
      for (Case one : ReadersData.cases(folder)) {
        measure(one);
      }
      unpacking(folder.resolve("plain.csv.gz"));
    } finally {
      BenchDatabase.remove(folder);
    }
  }

  private static void measure(Case one) throws Exception {
    double[] bareRates = new double[ROUNDS];
    double[] ourRates = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    LocalBytes bytes = LocalBytes.of(one.file());
    RowFormat format = ((Sniffed.Rows) Sniffer.sniff(bytes)).format();
    long size = bytes.size();
    for (int round = -2; round < ROUNDS; round++) {
      long start = System.nanoTime();
      long bareRows = one.bare().rows(one.file());
      long middle = System.nanoTime();
      long ourRows = rows(bytes, format);
      long end = System.nanoTime();
      if (bareRows != ourRows) {
        throw new AssertionError(one.name() + ": " + bareRows + " rows, but ours " + ourRows);
      }
      if (round >= 0) {
        bareRates[round] = size * 1e3 / (middle - start);
        ourRates[round] = size * 1e3 / (end - middle);
        ratios[round] = ourRates[round] / bareRates[round];
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-28s %6.1f MB: %-28s %7.1f MB/s, ours %7.1f MB/s, ratio %.2f (%.2f to %.2f)%n",
        one.name(),
        size / 1e6,
        one.library(),
        median(bareRates),
        median(ourRates),
        median(ratios),
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow());
  }

  /** Unpacking alone, with and without our bounds. */
  private static void unpacking(Path file) throws Exception {
    LocalBytes bytes = LocalBytes.of(file);
    double[] ratios = new double[ROUNDS];
    for (int round = -2; round < ROUNDS; round++) {
      long start = System.nanoTime();
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      long middle = System.nanoTime();
      try (InputStream in = Unpacking.open(bytes, List.of(Compression.GZIP), Expansion.DEFAULT)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      if (round >= 0) {
        ratios[round] = (double) (middle - start) / (System.nanoTime() - middle);
      }
    }
    System.out.printf(
        Locale.ROOT, "%-28s bare GZIPInputStream: ratio %.2f%n", "gzip alone", median(ratios));
  }

  private static long rows(LocalBytes bytes, RowFormat format) throws Exception {
    long rows = 0;
    try (RowReader reader = RowReaders.open(bytes, format)) {
      for (Row row = reader.next(); row != null; row = reader.next()) {
        if (row instanceof Row.Bad bad) {
          throw new AssertionError(bad);
        }
        rows++;
      }
    }
    return rows;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
