package dev.cairn.document.text;

import java.util.List;

/** Joins the lines of a paragraph; a word that was parted at the end of a line is whole again. */
final class PdfHyphens {

  private PdfHyphens() {}

  static String join(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      if (isParted(text, line)) {
        text.setLength(text.length() - 1);
      } else if (!text.isEmpty() && !endsOpen(text)) {
        text.append(' ');
      }
      text.append(line.strip());
    }
    return text.toString();
  }

  /**
   * A hyphen after a letter, a small letter after it. When the last word has a hyphen already
   * ({@code state-of-the-}), this one belongs to the word, too.
   */
  private static boolean isParted(StringBuilder text, String line) {
    int last = text.length() - 1;
    if (last < 1 || line.isEmpty() || !Character.isLowerCase(line.codePointAt(0))) {
      return false;
    }
    char end = text.charAt(last);
    if (end == '\u00AD') {
      return true;
    }
    return (end == '-' || end == '\u2010')
        && Character.isLetter(text.charAt(last - 1))
        && text.substring(text.lastIndexOf(" ") + 1, last).indexOf('-') < 0;
  }

  /** A hyphen that stays needs no space after it. */
  private static boolean endsOpen(StringBuilder text) {
    int last = text.length() - 1;
    return last > 0 && text.charAt(last) == '-' && Character.isLetterOrDigit(text.charAt(last - 1));
  }
}
