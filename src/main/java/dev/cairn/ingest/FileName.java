package dev.cairn.ingest;

import java.util.regex.Pattern;

/** Makes a plain, short, printable file name of whatever a sender calls its file. */
final class FileName {

  static final String NONE = "upload";

  private static final int LONGEST = 255;
  private static final int LONGEST_EXTENSION = 16;

  /**
   * Control and format characters (those that turn the direction of text included), lone halves.
   */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private FileName() {}

  static String clean(String given) {
    String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
    String printable = UNPRINTABLE.matcher(last).replaceAll("").strip();
    boolean nothing = printable.isEmpty() || printable.equals(".") || printable.equals("..");
    return nothing ? NONE : shorten(printable);
  }

  /** Cuts the middle, so that the extension stays. */
  private static String shorten(String name) {
    if (name.length() <= LONGEST) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String extension =
        dot > 0 && name.length() - dot <= LONGEST_EXTENSION ? name.substring(dot) : "";
    int end = LONGEST - extension.length();
    int whole = Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end;
    return name.substring(0, whole) + extension;
  }
}
