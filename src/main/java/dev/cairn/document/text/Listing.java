package dev.cairn.document.text;

/** A list under way, and the number of its next item. */
final class Listing {

  private final boolean ordered;
  private int next = 1;

  Listing(boolean ordered, String start) {
    this.ordered = ordered;
    if (start.matches("\\d{1,6}")) {
      next = Integer.parseInt(start);
    }
  }

  String nextMarker() {
    return ordered ? next++ + ". " : "- ";
  }
}
