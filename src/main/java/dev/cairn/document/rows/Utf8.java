package dev.cairn.document.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Whether bytes are valid UTF-8: no overlong forms, no halves of pairs. */
final class Utf8 {

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long HIGHS = 0x8080808080808080L;

  private Utf8() {}

  /** The text of a range. Invalid bytes become U+FFFD; {@link #damaged} tells whether any did. */
  static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** Whether a text was made of invalid bytes; costs nothing when it has no U+FFFD. */
  static boolean damaged(String text, byte[] bytes, int from, int to) {
    return text.indexOf('\uFFFD') >= 0 && !valid(bytes, from, to);
  }

  static boolean valid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (at + 8 <= to && ((long) EIGHT.get(bytes, at) & HIGHS) == 0) {
        at += 8;
      } else {
        int length = length(bytes, at, to);
        if (length == 0) {
          return false;
        }
        at += length;
      }
    }
    return true;
  }

  /** Bytes of the character at a place, 0 when there is no valid one. */
  static int length(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (first < 0xC2 || first > 0xF4 || at + length > to) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[at + 1] & 0xFF;
    boolean wrong =
        (first == 0xE0 && second < 0xA0)
            || (first == 0xED && second > 0x9F)
            || (first == 0xF0 && second < 0x90)
            || (first == 0xF4 && second > 0x8F);
    return wrong ? 0 : length;
  }
}
