package dev.cairn.pipeline.chunk;

import java.util.Locale;
import java.util.Set;

/**
 * Finds where sentences begin, by punctuation: a full stop, question or exclamation mark (with
 * closing quotes) and white space, unless the stop belongs to an abbreviation, an initial or a
 * number, or the next word begins in lower case. Good enough for edges of chunks in the languages
 * of Europe, and for ideographic stops, which need no white space.
 */
final class Sentences {

  private static final String STOPS = ".!?…";
  private static final String WIDE_STOPS = "。！？";
  private static final String CLOSERS = "\"'”’»)]“」』）";

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "mr", "mrs", "ms", "dr", "prof", "st", "no", "vs", "etc", "e.g", "i.e", "cf", "fig",
          "figs", "vol", "ed", "eds", "pp", "al", "approx", "jr", "sr", "inc", "ltd", "co", "corp",
          "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
          "z.b", "d.h", "u.a", "bzw", "usw", "vgl", "abb", "nr", "bd", "hrsg", "ca", "ggf", "evtl",
          "s", "p", "art", "abs", "sra", "ud", "núm", "pág", "ej", "av", "m", "mme", "mlle", "chap",
          "sig", "dott", "ecc", "pag", "т", "г", "рис", "стр", "им");

  private Sentences() {}

  /**
   * The first sentence start after {@code from} and before {@code end}, or {@code end}.
   *
   * @param from a sentence start
   */
  static int next(String text, int from, int end) {
    int at = from;
    while (at < end) {
      if (!isStop(text.charAt(at))) {
        at++;
        continue;
      }
      int closed = afterClosers(text, at + 1, end);
      int start = afterWhite(text, closed, end);
      if (start < end && isStart(text, from, at, closed, start)) {
        return start;
      }
      at = closed;
    }
    return end;
  }

  /** Whether a sentence begins at {@code start}, after a stop, its closers and white space. */
  private static boolean isStart(String text, int from, int stop, int closed, int start) {
    if (WIDE_STOPS.indexOf(text.charAt(closed - 1)) >= 0
        || WIDE_STOPS.indexOf(text.charAt(stop)) >= 0) {
      return true;
    }
    if (start == closed || Character.isLowerCase(text.codePointAt(start))) {
      return false;
    }
    return text.charAt(stop) != '.' || !isAbbreviation(text, from, stop);
  }

  private static boolean isAbbreviation(String text, int from, int stop) {
    int start = stop;
    while (start > from && stop - start < 12 && isWordPart(text.charAt(start - 1))) {
      start--;
    }
    boolean shortNumber = stop - start <= 2 && stop > start && isDigit(text, start);
    if (shortNumber && isDigit(text, stop - 1)) {
      // "3. Mai", "12. kapitola": a sentence that ends so is rarer, and missing its end harms less.
      return true;
    }
    if (stop - start == 1) {
      return Character.isLetter(text.charAt(start));
    }
    return ABBREVIATIONS.contains(text.substring(start, stop).toLowerCase(Locale.ROOT));
  }

  private static boolean isDigit(String text, int at) {
    return Character.isDigit(text.charAt(at));
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '.';
  }

  private static int afterClosers(String text, int from, int end) {
    int at = from;
    while (at < end && (CLOSERS.indexOf(text.charAt(at)) >= 0 || isStop(text.charAt(at)))) {
      at++;
    }
    return at;
  }

  private static boolean isStop(char c) {
    return STOPS.indexOf(c) >= 0 || WIDE_STOPS.indexOf(c) >= 0;
  }

  private static int afterWhite(String text, int from, int end) {
    int at = from;
    while (at < end && SafeCut.isWhite(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
