package dev.cairn.document.rows;

/**
 * Looks for references of cells beyond the last column of a sheet, XFD: the parser makes room for
 * all columns before one, which for ZZZZZZ1 is a full heap.
 */
final class CellReferences {

  private static final int MOST_LETTERS = 3;

  private static final int NAME = 1;
  private static final int EQUALS = 2;
  private static final int VALUE = 3;

  /** How much of {@code r="} was seen; behind it, that and the letters. */
  private int state;

  void look(byte[] buffer, int length) {
    for (int at = 0; at < length; at++) {
      byte octet = buffer[at];
      if (state >= VALUE) {
        value(octet);
      } else if (octet == 'r') {
        state = NAME;
      } else if (state > 0) {
        attribute(octet);
      }
    }
  }

  private void attribute(byte octet) {
    if (octet == '=' && state == NAME) {
      state = EQUALS;
    } else if ((octet == '"' || octet == '\'') && state == EQUALS) {
      state = VALUE;
    } else if (octet != ' ') {
      state = 0;
    }
  }

  private void value(byte octet) {
    boolean letter = (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z');
    boolean digit = octet >= '0' && octet <= '9';
    if (digit && state > VALUE + MOST_LETTERS) {
      throw Refusal.of(Refusal.corrupt("A cell lies beyond the last column that a sheet has."));
    }
    state = letter ? state + 1 : 0;
  }
}
