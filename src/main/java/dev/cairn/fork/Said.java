package dev.cairn.fork;

import java.io.IOException;

/** What a forked process says: one byte, and what follows it on the pipe. */
enum Said {
  /** It is up: nothing follows. */
  READY('r'),
  /** It wants the next piece of the bytes: answered by a count (int) and the bytes. */
  PULL('p'),
  /** The answer: length (int) and JSON. */
  DONE('d'),
  /** The bytes are at fault: length (int) and a {@link Told} as JSON. */
  PROBLEM('x'),
  /** The task failed of something else: length (int) and a stack trace in UTF-8. */
  FAILED('f');

  /** Instead of a count: the bytes can't be had. */
  static final int BROKEN = -1;

  private final byte code;

  Said(char code) {
    this.code = (byte) code;
  }

  static Said of(byte code) throws IOException {
    for (Said each : values()) {
      if (each.code == code) {
        return each;
      }
    }
    throw new IOException("no word of ours: " + code);
  }

  byte code() {
    return code;
  }
}
