package dev.cairn.document.archive;

import dev.cairn.document.Expansion;
import dev.cairn.job.Problem;

/** Counts what is unpacked of an archive, over all its levels. */
final class Meter {

  private final Expansion limits;
  private final long packed;
  private long unpacked;

  Meter(Expansion limits, long packed) {
    this.limits = limits;
    this.packed = packed;
  }

  void add(long bytes) {
    unpacked += bytes;
    if (limits.exceededBy(unpacked, packed)) {
      throw Refusal.of(
          Problem.of(
              "unpacks-too-large",
              "The document unpacks to too much",
              422,
              "%d bytes of archive gave more than %d; at most %d:1 beyond %d bytes and %d bytes in all are read."
                  .formatted(packed, unpacked, limits.ratio(), limits.free(), limits.bytes())));
    }
  }
}
