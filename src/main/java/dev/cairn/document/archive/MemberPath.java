package dev.cairn.document.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes plain paths of whatever an archive has as names. */
final class MemberPath {

  private static final int LONGEST = 1_024;

  /** Control and format characters, those that turn the direction of text included; lone halves. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

  private MemberPath() {}

  /** The clean path; nothing when it would lead out of the archive, or is none. */
  static Optional<String> clean(String name) {
    String printable = printable(name);
    if (printable.startsWith("/") || DRIVE.matcher(printable).matches()) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>();
    for (String segment : printable.split("/", -1)) {
      String plain = segment.strip();
      if (plain.equals("..")) {
        return Optional.empty();
      }
      if (!plain.isEmpty() && !plain.equals(".")) {
        segments.add(plain);
      }
    }
    String path = String.join("/", segments);
    return path.isEmpty() || path.length() > LONGEST ? Optional.empty() : Optional.of(path);
  }

  /** Something to show for a name that gives no path. */
  static String shown(String name) {
    String printable = printable(name);
    return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST);
  }

  private static String printable(String name) {
    return UNPRINTABLE.matcher(name.replace('\\', '/')).replaceAll("");
  }

  /** Whether it is something that systems leave behind for themselves. */
  static boolean hidden(String path) {
    for (String segment : path.split("/", -1)) {
      if (segment.startsWith(".")
          || segment.equals("__MACOSX")
          || segment.equalsIgnoreCase("Thumbs.db")
          || segment.equalsIgnoreCase("desktop.ini")) {
        return true;
      }
    }
    return false;
  }

  /** A name as UTF-8 if it is that, else in the encoding given. */
  static String decoded(byte[] name, String otherwise) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      return new String(name, Charset.forName(otherwise));
    }
  }
}
