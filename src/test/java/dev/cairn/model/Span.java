package dev.cairn.model;

/**
 * Documents of one job.
 *
 * @param first first of them
 * @param end one past the last
 */
record Span(int job, int first, int end) {

  boolean holds(int seq) {
    return first <= seq && seq < end;
  }

  Span from(int newFirst) {
    return new Span(job, newFirst, end);
  }

  Span upTo(int newEnd) {
    return new Span(job, first, newEnd);
  }

  @Override
  public String toString() {
    return "job " + job + " [" + first + "," + end + ")";
  }
}
