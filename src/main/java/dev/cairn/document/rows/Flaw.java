package dev.cairn.document.rows;

import dev.cairn.job.Problem;
import java.util.Locale;

/** What can be wrong with a row. The slug of the problem is the name in lower case. */
public enum Flaw {
  INVALID_JSON("The row is not valid JSON"),
  NOT_AN_OBJECT("The row is no JSON object"),
  DUPLICATE_KEY("A key stands twice in an object"),
  NESTED_TOO_DEEP("The row is nested too deep"),
  INVALID_ENCODING("The row is not in the encoding of its source"),
  TOO_MANY_FIELDS("The row has more fields than there are columns"),
  UNCLOSED_QUOTE("A quote is not closed"),
  TEXT_AFTER_QUOTE("There is text behind a closing quote"),
  LINE_TOO_LONG("The row is too long");

  private final String title;

  Flaw(String title) {
    this.title = title;
  }

  /** The stable slug. */
  public String kind() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Problem with(String detail) {
    return Problem.of(kind(), title, 422, detail);
  }
}
