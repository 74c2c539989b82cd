package dev.cairn.document.table;

import org.jspecify.annotations.Nullable;

/** The smallest and largest of texts. */
final class TextExtent {

  private @Nullable String least;
  private @Nullable String most;

  void see(String text) {
    least = least == null || text.compareTo(least) < 0 ? text : least;
    most = most == null || text.compareTo(most) > 0 ? text : most;
  }

  @Nullable String least() {
    return least;
  }

  @Nullable String most() {
    return most;
  }
}
