package dev.cairn.document.rows;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields of one record of separated values in bytes. A field that begins with the quote
 * ends at the next one that is not doubled; elsewhere a quote is a character like others.
 */
final class CsvScanner {

  /** What was found. */
  enum Found {
    RECORD,
    /** The record goes on behind the bytes given. */
    MORE,
    UNCLOSED_QUOTE,
    TEXT_AFTER_QUOTE
  }

  private final byte delimiter;
  private final byte quote;
  private final int most;
  private final boolean[] ends = new boolean[256];

  /** Start and end of each field; the end is negated where quotes are doubled. */
  private int[] bounds = new int[32];

  private int fields;
  private int end;
  private int lineEnds;
  private boolean inQuotes;

  /**
   * A scanner.
   *
   * @param most fields whose places are kept; more are only counted
   */
  CsvScanner(char delimiter, char quote, int most) {
    this.delimiter = (byte) delimiter;
    this.quote = (byte) quote;
    this.most = most;
    ends[delimiter] = true;
    ends['\n'] = true;
    ends['\r'] = true;
  }

  int fields() {
    return fields;
  }

  /** Behind the record and its line end. */
  int end() {
    return end;
  }

  /** Line ends inside of quotes. */
  int lineEnds() {
    return lineEnds;
  }

  /** Whether the bytes ended between quotes. */
  boolean inQuotes() {
    return inQuotes;
  }

  /**
   * Looks for a record.
   *
   * @param ended whether nothing comes behind the bytes
   */
  Found scan(byte[] bytes, int from, int to, boolean ended) {
    fields = 0;
    lineEnds = 0;
    inQuotes = false;
    int at = from;
    while (true) {
      boolean quoted = at < to && bytes[at] == quote;
      at = quoted ? quoted(bytes, at + 1, to) : plain(bytes, at, to);
      if (at < 0) {
        inQuotes = true;
        return ended ? Found.UNCLOSED_QUOTE : Found.MORE;
      }
      if (at == to || bytes[at] != delimiter) {
        return endOf(bytes, at, to, ended);
      }
      at++;
    }
  }

  private Found endOf(byte[] bytes, int at, int to, boolean ended) {
    if (at == to) {
      end = to;
      return ended ? Found.RECORD : Found.MORE;
    }
    if (bytes[at] == '\n') {
      end = at + 1;
      return Found.RECORD;
    }
    if (bytes[at] != '\r') {
      return Found.TEXT_AFTER_QUOTE;
    }
    if (at + 1 == to && !ended) {
      return Found.MORE;
    }
    end = at + 1 < to && bytes[at + 1] == '\n' ? at + 2 : at + 1;
    return Found.RECORD;
  }

  private int plain(byte[] bytes, int start, int to) {
    int at = start;
    while (at < to && !ends[bytes[at] & 0xFF]) {
      at++;
    }
    add(start, at);
    return at;
  }

  /** The place behind the closing quote, or -1. */
  private int quoted(byte[] bytes, int start, int to) {
    boolean doubled = false;
    for (int at = start; at < to; at++) {
      byte octet = bytes[at];
      if (octet == quote) {
        if (at + 1 < to && bytes[at + 1] == quote) {
          doubled = true;
          at++;
        } else {
          add(start, doubled ? -at : at);
          return at + 1;
        }
      } else if (octet == '\n' || (octet == '\r' && (at + 1 == to || bytes[at + 1] != '\n'))) {
        lineEnds++;
      }
    }
    return -1;
  }

  private void add(int start, int behind) {
    if (fields < most) {
      if (2 * fields == bounds.length) {
        bounds = Arrays.copyOf(bounds, 2 * bounds.length);
      }
      bounds[2 * fields] = start;
      bounds[2 * fields + 1] = behind;
    }
    fields++;
  }

  /** Whether a field has no characters. */
  boolean empty(int field) {
    return bounds[2 * field] == bounds[2 * field + 1];
  }

  /** The text of a field; null when its bytes are no valid UTF-8. */
  @Nullable String text(byte[] bytes, int field) {
    int start = bounds[2 * field];
    int behind = bounds[2 * field + 1];
    if (behind < 0) {
      String pair = Character.toString(quote) + (char) quote;
      String raw = Utf8.text(bytes, start, -behind);
      return Utf8.damaged(raw, bytes, start, -behind) ? null : raw.replace(pair, pair.substring(1));
    }
    String text = Utf8.text(bytes, start, behind);
    return Utf8.damaged(text, bytes, start, behind) ? null : text;
  }
}
