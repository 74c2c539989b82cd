package dev.cairn.blob;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * What tells whether bytes are still the same: SHA-256 of all of them, which is their name, and
 * CRC-32C of each 64 KiB, so that a range can be verified without reading the rest. The sums take 4
 * bytes of memory for each 64 KiB: 640 KiB for 10 GB.
 */
public final class Fingerprint {

  /** Bytes under one sum: what is read at least. */
  public static final int CHUNK = 1 << 16;

  private final MessageDigest sha;
  private final CRC32C crc = new CRC32C();
  private int[] sums;
  private long size;

  /** Of no bytes yet. */
  public Fingerprint() {
    this(new Mark(sha256(), new int[16], 0), ByteBuffer.allocate(0));
  }

  /**
   * Goes back to a mark.
   *
   * @param rest the bytes of the last chunk before the mark, if it is not full
   */
  Fingerprint(Mark mark, ByteBuffer rest) {
    this.sha = copy(mark.sha);
    this.sums = mark.sums.clone();
    this.size = mark.size;
    crc.update(rest);
  }

  /** Where a fingerprint was once. */
  static final class Mark {
    private final MessageDigest sha;
    private final int[] sums;
    private final long size;

    private Mark(MessageDigest sha, int[] sums, long size) {
      this.sha = sha;
      this.sums = sums;
      this.size = size;
    }

    long size() {
      return size;
    }

    /** Bytes of the last chunk, if it is not full. */
    int rest() {
      return (int) (size % CHUNK);
    }
  }

  Mark mark() {
    return new Mark(copy(sha), sums, size);
  }

  /** Bytes so far. */
  public long size() {
    return size;
  }

  /** Takes all remaining bytes. */
  public void update(ByteBuffer bytes) {
    sha.update(bytes.duplicate());
    ByteBuffer left = bytes.duplicate();
    while (left.hasRemaining()) {
      int length = (int) Math.min(left.remaining(), CHUNK - size % CHUNK);
      crc.update(left.slice(left.position(), length));
      left.position(left.position() + length);
      size += length;
      if (size % CHUNK == 0) {
        add();
      }
    }
    bytes.position(bytes.limit());
  }

  private void add() {
    int full = (int) (size / CHUNK);
    if (full > sums.length) {
      sums = Arrays.copyOf(sums, sums.length * 2);
    }
    sums[full - 1] = (int) crc.getValue();
    crc.reset();
  }

  /** SHA-256 in hexadecimal. */
  public String sha256Hex() {
    return HexFormat.of().formatHex(copy(sha).digest());
  }

  /** The sums of all chunks, the last one included, four bytes each. */
  public ByteBuffer sums() {
    int full = (int) (size / CHUNK);
    ByteBuffer all = ByteBuffer.allocate((full + 1) * Integer.BYTES);
    for (int i = 0; i < full; i++) {
      all.putInt(sums[i]);
    }
    if (size % CHUNK > 0) {
      all.putInt((int) crc.getValue());
    }
    return all.flip();
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every JDK's SHA-256 can be copied", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
