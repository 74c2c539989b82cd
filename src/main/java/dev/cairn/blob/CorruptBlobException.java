package dev.cairn.blob;

import java.io.IOException;

/** The bytes of a blob are not those that were written: the disk has changed or lost some. */
public final class CorruptBlobException extends IOException {

  /**
   * @param blob SHA-256 in hexadecimal
   * @param offset of the range in which something is wrong
   */
  public CorruptBlobException(String blob, long offset) {
    super("blob " + blob + " is damaged near byte " + offset);
  }
}
