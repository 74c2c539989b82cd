package dev.cairn.document;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A compression around bytes, known by its first bytes. */
public enum Compression {
  GZIP("1f8b08"),
  ZSTD("28b52ffd");

  private final String magic;

  Compression(String magic) {
    this.magic = magic;
  }

  /** The compression that these bytes begin with. */
  public static Optional<Compression> of(byte[] head) {
    String begin = HexFormat.of().formatHex(head, 0, Math.min(head.length, LONGEST_MAGIC));
    return Arrays.stream(values()).filter(each -> begin.startsWith(each.magic)).findFirst();
  }

  private static final int LONGEST_MAGIC = 4;
}
