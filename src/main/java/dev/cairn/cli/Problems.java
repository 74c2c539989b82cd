package dev.cairn.cli;

import java.util.Optional;

/** RFC 9457 problems as a person reads them. */
final class Problems {

  private Problems() {}

  /** {@code title: detail}, or what there is of it. */
  static Optional<String> line(Json problem) {
    Optional<String> title = problem.text("title");
    Optional<String> detail = problem.text("detail");
    if (title.isPresent() && detail.isPresent() && !title.equals(detail)) {
      return Optional.of(title.get() + ": " + detail.get());
    }
    return title.or(() -> detail).or(() -> problem.text("type"));
  }
}
