package dev.cairn.document.rows;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether the first of some records names the columns. */
final class Header {

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+([.,]\\d+)*|[.,]\\d+)([eE][-+]?\\d+)?%?");

  private static final Pattern DATE =
      Pattern.compile(
          "\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4}([ T]\\d{1,2}:\\d{2}.*)?|\\d{1,2}:\\d{2}.*");

  private static final int FIRST_YEAR = 1000;
  private static final int LAST_YEAR = 2999;

  private enum Looks {
    EMPTY,
    NUMBER,
    DATE,
    TEXT
  }

  private Header() {}

  /**
   * A first record of words above a column of numbers is a header; numbers above numbers are data,
   * unless they count years. Where all is words, it is one unless a word of it comes again below.
   */
  static boolean stands(List<List<String>> records) {
    if (records.isEmpty()) {
      return true;
    }
    List<String> first = records.getFirst();
    if (records.size() == 1) {
      return first.stream().map(Header::looks).allMatch(looks -> looks == Looks.TEXT);
    }
    int words = 0;
    int data = 0;
    boolean again = false;
    for (int column = 0; column < first.size(); column++) {
      Looks head = looks(first.get(column));
      Looks below = below(records, column);
      boolean measured = below == Looks.NUMBER || below == Looks.DATE;
      words += head == Looks.TEXT && measured ? 1 : 0;
      data += head == below && measured ? 1 : 0;
      again |= head == Looks.TEXT && comesAgain(records, column);
    }
    if (words > 0 || data > 0) {
      return words > data || years(first);
    }
    return !again;
  }

  private static Looks looks(String value) {
    String text = value.strip();
    if (text.isEmpty()) {
      return Looks.EMPTY;
    }
    return NUMBER.matcher(text).matches()
        ? Looks.NUMBER
        : DATE.matcher(text).matches() ? Looks.DATE : Looks.TEXT;
  }

  /** How most of a column below the first record looks. */
  private static Looks below(List<List<String>> records, int column) {
    Map<Looks, Integer> counts = new EnumMap<>(Looks.class);
    for (List<String> record : records.subList(1, records.size())) {
      if (column < record.size()) {
        counts.merge(looks(record.get(column)), 1, Integer::sum);
      }
    }
    int numbers = counts.getOrDefault(Looks.NUMBER, 0);
    int dates = counts.getOrDefault(Looks.DATE, 0);
    if (Math.max(numbers, dates) <= counts.getOrDefault(Looks.TEXT, 0)) {
      return Looks.TEXT;
    }
    return numbers >= dates ? Looks.NUMBER : Looks.DATE;
  }

  private static boolean comesAgain(List<List<String>> records, int column) {
    String head = records.getFirst().get(column);
    return records.stream()
        .skip(1)
        .anyMatch(record -> column < record.size() && record.get(column).equals(head));
  }

  private static boolean years(List<String> first) {
    List<Integer> years =
        first.stream()
            .map(String::strip)
            .filter(each -> each.matches("\\d{4}"))
            .map(Integer::valueOf)
            .toList();
    if (years.size() < 2 || years.getFirst() < FIRST_YEAR || years.getLast() > LAST_YEAR) {
      return false;
    }
    int step = years.get(1) - years.get(0);
    for (int at = 1; at < years.size(); at++) {
      if (step <= 0 || years.get(at) - years.get(at - 1) != step) {
        return false;
      }
    }
    return first.stream().map(Header::looks).filter(looks -> looks == Looks.NUMBER).count()
        == years.size();
  }
}
