package dev.cairn.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A path of the API with its query, escaped. */
record Query(String path, Map<String, String> parameters) {

  Query {
    parameters = new LinkedHashMap<>(parameters);
  }

  static Query of(String path) {
    return new Query(path, Map.of());
  }

  /** A path that ends with a name from elsewhere. */
  static Query of(String path, String name) {
    return of(path + "/" + escaped(name));
  }

  Query with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new Query(path, more);
  }

  Query with(String name, Optional<String> value) {
    return value.map(given -> with(name, given)).orElse(this);
  }

  String written() {
    if (parameters.isEmpty()) {
      return path;
    }
    return parameters.entrySet().stream()
        .map(entry -> escaped(entry.getKey()) + "=" + escaped(entry.getValue()))
        .collect(Collectors.joining("&", path + "?", ""));
  }

  /** Space as {@code %20}: a plus is only right in forms, and wrong in paths. */
  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
