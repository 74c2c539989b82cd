package dev.cairn.document.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.apache.tika.parser.txt.CharsetDetector;
import org.apache.tika.parser.txt.CharsetMatch;

/**
 * Decodes plain text of unknown encoding: by its byte order mark, else as UTF-8 when its beginning
 * is valid UTF-8, else as the statistics of ICU guess. Never holds more than the allowed
 * characters.
 */
final class TextDecoder {

  /** How much of the text the encoding is judged by. */
  static final int SAMPLE_BYTES = 65_536;

  private static final int BUFFER_CHARS = 16_384;

  private TextDecoder() {}

  static String decode(byte[] sample, InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Reader reader = new InputStreamReader(in, charsetOf(sample))) {
      char[] buffer = new char[BUFFER_CHARS];
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        TextBuilder.checkLength((long) text.length() + read);
        text.append(buffer, 0, read);
      }
    }
    return text.toString();
  }

  static Charset charsetOf(byte[] sample) {
    if (starts(sample, 0xEF, 0xBB, 0xBF)) {
      return StandardCharsets.UTF_8;
    }
    if (starts(sample, 0xFE, 0xFF) || starts(sample, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16;
    }
    return isUtf8(sample) ? StandardCharsets.UTF_8 : guessed(sample);
  }

  private static boolean starts(byte[] sample, int... mark) {
    for (int at = 0; at < mark.length; at++) {
      if (sample.length <= at || (sample[at] & 0xFF) != mark[at]) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is valid UTF-8, but for a character cut at the end of the sample. */
  private static boolean isUtf8(byte[] sample) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result =
        decoder.decode(ByteBuffer.wrap(sample), CharBuffer.allocate(sample.length + 1), false);
    return result.isUnderflow();
  }

  private static Charset guessed(byte[] sample) {
    CharsetDetector detector = new CharsetDetector();
    detector.setText(sample);
    CharsetMatch match = detector.detect();
    try {
      String name = match == null ? "" : match.getName();
      // Windows text is far more common than the ISO charset it extends.
      return Charset.forName(name.equals("ISO-8859-1") ? "windows-1252" : name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Charset.forName("windows-1252");
    }
  }
}
