package dev.cairn.document.rows;

import java.io.IOException;

/**
 * Finds where a JSON value ends by brackets and quotes alone, so that what is wrong inside of it
 * doesn't end the reading behind it. Lets go of a value that is longer than a row may be.
 */
final class JsonExtent {

  private final Window window;
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean scalar;
  private boolean tooLong;
  private long lineEnds;

  /** The value begins at the window's first byte. */
  JsonExtent(Window window) {
    this.window = window;
  }

  /** Whether the value was let go. */
  boolean tooLong() {
    return tooLong;
  }

  /** Line ends in what was let go. */
  long lineEnds() {
    return lineEnds;
  }

  /**
   * Looks for the end.
   *
   * @return bytes of the value from the window's first byte on; -1 when the source ends before it
   */
  int find() throws IOException {
    int done = 0;
    while (true) {
      int end = scan(window.from() + done);
      if (end >= 0) {
        return end - window.from();
      }
      done = window.to() - window.from();
      if (window.full()) {
        letGo(done);
        done = 0;
      }
      if (!window.more() && window.ended()) {
        return scalar && done > 0 ? done : -1;
      }
    }
  }

  private void letGo(int bytes) {
    tooLong = true;
    for (int at = window.lineFeed(window.from()); at >= 0; at = window.lineFeed(at + 1)) {
      lineEnds++;
    }
    window.pass(bytes);
  }

  private int scan(int start) {
    byte[] buffer = window.buffer();
    for (int at = start; at < window.to(); at++) {
      byte octet = buffer[at];
      if (inString) {
        if (string(octet)) {
          return at + 1;
        }
      } else if (octet == '"') {
        inString = true;
      } else if (octet == '{' || octet == '[') {
        depth++;
      } else if (octet == '}' || octet == ']') {
        depth--;
        if (depth <= 0) {
          return depth == 0 ? at + 1 : at;
        }
      } else if (depth == 0) {
        if ((octet <= ' ' && octet >= 0) || octet == ',') {
          return at;
        }
        scalar = true;
      }
    }
    return -1;
  }

  /** Takes a byte of a string; whether that is the value's last. */
  private boolean string(byte octet) {
    if (escaped) {
      escaped = false;
    } else if (octet == '\\') {
      escaped = true;
    } else if (octet == '"') {
      inString = false;
      return depth == 0;
    }
    return false;
  }
}
