package dev.cairn.document.rows;

/** The encodings of text formats. A byte order mark is no part of the text. */
public enum Encoding {
  UTF_8(1),
  UTF_16LE(2),
  UTF_16BE(2),
  /** As browsers read it: the five bytes without a character are control characters. */
  WINDOWS_1252(1);

  private final int unit;

  Encoding(int unit) {
    this.unit = unit;
  }

  /** Bytes of a code unit. */
  int unit() {
    return unit;
  }
}
