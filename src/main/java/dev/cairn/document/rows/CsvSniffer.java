package dev.cairn.document.rows;

import dev.cairn.document.rows.CsvScanner.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the dialect of separated values: the delimiter is the one that cuts the records into the
 * same number of fields, and more than one.
 */
final class CsvSniffer {

  private static final char[] DELIMITERS = {',', '\t', ';', '|'};
  private static final int RECORDS = 200;
  private static final int FIELDS = 1 << 14;

  /** So many records may have another number of fields than most, before it is no table. */
  private static final double ALIKE = 0.6;

  /** A cut of the text by one dialect. */
  private record Cut(char delimiter, char quote, List<List<String>> records, int broken) {

    int columns() {
      Map<Integer, Integer> counts = new HashMap<>();
      records.forEach(record -> counts.merge(record.size(), 1, Integer::sum));
      return counts.entrySet().stream()
          .max(
              Map.Entry.<Integer, Integer>comparingByValue()
                  .thenComparing(Map.Entry.comparingByKey()))
          .map(Map.Entry::getKey)
          .orElse(0);
    }

    /** The share of records that have as many fields as most; broken ones count against it. */
    double alike() {
      int columns = columns();
      long same = records.stream().filter(record -> record.size() == columns).count();
      return records.isEmpty() ? 0 : (double) same / (records.size() + broken);
    }

    double score() {
      return columns() < 2 ? 0 : alike() * alike() + 0.01 * Math.log(columns());
    }
  }

  private final byte[] text;
  private final boolean whole;
  private final Hints.Dialect known;
  private final Cut best;

  CsvSniffer(byte[] text, boolean whole, Hints.Dialect known) {
    this.text = text;
    this.whole = whole;
    this.known = known;
    this.best = best();
  }

  char delimiter() {
    return best.delimiter();
  }

  char quote() {
    return best.quote();
  }

  boolean header() {
    return known.header() != null ? known.header() : Header.stands(best.records());
  }

  /** Whether a text of which nothing is known looks like a table. */
  boolean isTable() {
    int records = best.records().size();
    boolean enough = records >= 3 || (records == 2 && best.delimiter() == '\t');
    return enough && best.columns() > 1 && best.alike() > 0.99;
  }

  private Cut best() {
    Cut found = cut(known.delimiter() == null ? DELIMITERS[0] : known.delimiter(), quoteOr('"'));
    if (known.delimiter() == null) {
      for (char delimiter : DELIMITERS) {
        found = better(found, cut(delimiter, quoteOr('"')));
      }
    }
    if (known.quote() == null && single(found)) {
      return cut(found.delimiter(), '\'');
    }
    return found;
  }

  private static Cut better(Cut one, Cut other) {
    boolean usable = other.alike() >= ALIKE && other.score() > one.score();
    return usable ? other : one;
  }

  private char quoteOr(char usual) {
    Character quote = known.quote();
    return quote == null ? usual : quote;
  }

  /** Whether fields stand between single quotes, and none between double ones. */
  private static boolean single(Cut cut) {
    long singles =
        cut.records().stream()
            .flatMap(List::stream)
            .filter(field -> field.length() > 1 && field.startsWith("'") && field.endsWith("'"))
            .count();
    return singles > 1 && singles * 4 > cut.records().size() && cut.broken() == 0;
  }

  private Cut cut(char delimiter, char quote) {
    CsvScanner scanner = new CsvScanner(delimiter, quote, FIELDS);
    List<List<String>> records = new ArrayList<>();
    int broken = 0;
    int at = 0;
    while (at < text.length && records.size() + broken < RECORDS) {
      Found found = scanner.scan(text, at, text.length, whole);
      if (found == Found.MORE) {
        break;
      }
      if (found == Found.RECORD) {
        add(records, scanner);
        at = scanner.end();
      } else {
        broken++;
        at = nextLine(at);
      }
    }
    return new Cut(delimiter, quote, records, broken);
  }

  private void add(List<List<String>> records, CsvScanner scanner) {
    List<String> record = new ArrayList<>();
    for (int field = 0; field < Math.min(scanner.fields(), FIELDS); field++) {
      @Nullable String value = scanner.text(text, field);
      record.add(value == null ? "" : value);
    }
    boolean blank = record.size() == 1 && record.getFirst().isEmpty();
    if (!blank) {
      records.add(record);
    }
  }

  private int nextLine(int from) {
    int at = from;
    while (at < text.length && text[at] != '\n' && text[at] != '\r') {
      at++;
    }
    return at + 1;
  }
}
