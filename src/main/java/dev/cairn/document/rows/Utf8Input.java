package dev.cairn.document.rows;

import java.io.IOException;
import java.io.InputStream;

/**
 * Text in UTF-16 or Windows-1252 as UTF-8, one code unit at a time, so that the length in the
 * source can be told from the UTF-8 ({@link #units}). A half of a pair that stands alone, and a
 * last odd byte, become bytes that are no valid UTF-8, so that who reads them says so.
 */
final class Utf8Input extends InputStream {

  /** What Windows-1252 has where Latin-1 has control characters; 0 where nothing is defined. */
  private static final String WINDOWS =
      "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0"
          + "\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

  private static final int SOURCE_BYTES = 1 << 15;
  private static final int MOST_BYTES_A_UNIT = 3;

  private final InputStream source;
  private final Encoding encoding;
  private final byte[] raw = new byte[SOURCE_BYTES];
  private int rawEnd;
  private final byte[] out = new byte[SOURCE_BYTES * MOST_BYTES_A_UNIT];
  private int at;
  private int end;
  private boolean ended;

  Utf8Input(InputStream source, Encoding encoding) {
    this.source = source;
    this.encoding = encoding;
  }

  /** Code units of the source behind a range of UTF-8. */
  static long units(byte[] utf8, int from, int to) {
    long units = 0;
    for (int at = from; at < to; at++) {
      int octet = utf8[at] & 0xFF;
      units += (octet & 0xC0) == 0x80 ? 0 : octet >= 0xF0 ? 2 : 1;
    }
    return units;
  }

  @Override
  public int read() throws IOException {
    return filled() ? out[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    if (!filled()) {
      return -1;
    }
    int length = Math.min(most, end - at);
    System.arraycopy(out, at, into, from, length);
    at += length;
    return length;
  }

  private boolean filled() throws IOException {
    while (at == end && !ended) {
      int read = source.read(raw, rawEnd, raw.length - rawEnd);
      ended = read < 0;
      rawEnd += Math.max(read, 0);
      at = 0;
      end = 0;
      convert();
    }
    return at < end;
  }

  private void convert() {
    if (encoding == Encoding.WINDOWS_1252) {
      for (int i = 0; i < rawEnd; i++) {
        put(windows(raw[i] & 0xFF));
      }
      rawEnd = 0;
      return;
    }
    int i = 0;
    while (i + 1 < rawEnd) {
      int unit = unit(i);
      if (Character.isHighSurrogate((char) unit) && i + 3 >= rawEnd && !ended) {
        break;
      }
      i += pair(unit, i);
    }
    if (ended && i < rawEnd) {
      put(Character.MIN_SURROGATE);
      i = rawEnd;
    }
    System.arraycopy(raw, i, raw, 0, rawEnd - i);
    rawEnd -= i;
  }

  /** Puts the character that begins with a unit; how many bytes it took. */
  private int pair(int unit, int i) {
    if (!Character.isSurrogate((char) unit)) {
      put(unit);
      return 2;
    }
    int low = i + 3 < rawEnd ? unit(i + 2) : 0;
    if (Character.isHighSurrogate((char) unit) && Character.isLowSurrogate((char) low)) {
      put(Character.toCodePoint((char) unit, (char) low));
      return 4;
    }
    put(unit);
    return 2;
  }

  private int unit(int i) {
    int first = raw[i] & 0xFF;
    int second = raw[i + 1] & 0xFF;
    return encoding == Encoding.UTF_16LE ? first | (second << 8) : (first << 8) | second;
  }

  private static int windows(int octet) {
    if (octet < 0x80 || octet > 0x9F) {
      return octet;
    }
    int character = WINDOWS.charAt(octet - 0x80);
    return character == 0 ? octet : character;
  }

  private void put(int character) {
    if (character < 0x80) {
      out[end++] = (byte) character;
    } else if (character < 0x800) {
      out[end++] = (byte) (0xC0 | (character >> 6));
      out[end++] = tail(character);
    } else if (character < 0x10000) {
      out[end++] = (byte) (0xE0 | (character >> 12));
      out[end++] = tail(character >> 6);
      out[end++] = tail(character);
    } else {
      out[end++] = (byte) (0xF0 | (character >> 18));
      out[end++] = tail(character >> 12);
      out[end++] = tail(character >> 6);
      out[end++] = tail(character);
    }
  }

  private static byte tail(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
