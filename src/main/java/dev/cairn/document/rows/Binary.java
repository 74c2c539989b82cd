package dev.cairn.document.rows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What the first bytes are, before anyone reads them as text. */
enum Binary {
  PARQUET,
  PARQUET_ENCRYPTED,
  ZIP,
  OFFICE_OLD,
  OFFICE_ENCRYPTED,
  OTHER,
  TEXT;

  private static final int MAGIC_BYTES = 8;

  static Binary of(byte[] sample) {
    String head = HexFormat.of().formatHex(sample, 0, Math.min(sample.length, MAGIC_BYTES));
    if (head.startsWith("50415231")) {
      return PARQUET;
    }
    if (head.startsWith("50415245")) {
      return PARQUET_ENCRYPTED;
    }
    if (head.startsWith("504b0304") || head.startsWith("504b0506")) {
      return ZIP;
    }
    if (head.startsWith("d0cf11e0a1b11ae1")) {
      String directory = new String(sample, StandardCharsets.UTF_16LE);
      return directory.contains("EncryptedPackage") ? OFFICE_ENCRYPTED : OFFICE_OLD;
    }
    return head.startsWith("25504446") || controls(sample) ? OTHER : TEXT;
  }

  /** Whether there are more control characters than text has; UTF-16 has zeros on one side. */
  private static boolean controls(byte[] sample) {
    if (EncodingSniffer.isUtf16(sample)) {
      return false;
    }
    int controls = 0;
    for (byte octet : sample) {
      boolean allowed = octet == '\n' || octet == '\r' || octet == '\t' || octet == '\f';
      controls += octet >= 0 && octet < ' ' && !allowed ? 1 : 0;
    }
    return controls > sample.length / 100;
  }
}
