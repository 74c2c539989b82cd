package dev.cairn.document.rows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes column names of a header: each once, none empty. */
final class ColumnNames {

  private ColumnNames() {}

  /** {@code a, a, ""} becomes {@code a, a_2, column_3}. A name that stands there as it is wins. */
  static List<String> of(List<String> header) {
    Set<String> written = new HashSet<>(header);
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>(header.size());
    for (int at = 0; at < header.size(); at++) {
      String name = header.get(at).strip();
      names.add(unique(name.isEmpty() ? "column_" + (at + 1) : name, written, taken));
    }
    return List.copyOf(names);
  }

  /** {@code column_1} and so on. */
  static List<String> numbered(int count) {
    return of(java.util.Collections.nCopies(count, ""));
  }

  private static String unique(String name, Set<String> written, Set<String> taken) {
    String candidate = name;
    for (int n = 2; !taken.add(candidate); n++) {
      candidate = name + "_" + n;
      while (written.contains(candidate)) {
        candidate = name + "_" + ++n;
      }
    }
    return candidate;
  }
}
