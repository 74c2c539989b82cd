package dev.cairn.pipeline.chunk;

/**
 * Code points before a place in a text. Remembers the last answer, so that asking for places in
 * about their order is linear in all.
 */
final class CodePoints {

  private final String text;
  private int place;
  private int count;

  CodePoints(String text) {
    this.text = text;
  }

  int before(int utf16) {
    count +=
        utf16 >= place ? text.codePointCount(place, utf16) : -text.codePointCount(utf16, place);
    place = utf16;
    return count;
  }
}
