package dev.cairn.document.rows;

import dev.cairn.document.rows.RowFormat.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells JSON from JSONL from neither. */
final class JsonSniffer {

  private static final int LINES = 100;

  private static final Pattern ARRAY_OF_OBJECTS = Pattern.compile(":\\s*\\[\\s*\\{");

  private JsonSniffer() {}

  static Optional<Kind> kind(byte[] text, boolean whole, Name name, Limits limits) {
    String head = new String(text, StandardCharsets.UTF_8).stripLeading();
    if (head.isEmpty()) {
      return Optional.empty();
    }
    char first = head.charAt(0);
    char second = head.substring(1).stripLeading().concat(" ").charAt(0);
    if (first == '[' && (second == '{' || second == ']')) {
      return Optional.of(name.lines() ? Kind.JSONL : Kind.JSON);
    }
    if (first == '{' && (second == '"' || second == '}')) {
      return Optional.of(object(head, whole, name, limits));
    }
    return Optional.empty();
  }

  private static Kind object(String head, boolean whole, Name name, Limits limits) {
    if (name.lines()) {
      return Kind.JSONL;
    }
    List<String> lines = head.lines().filter(line -> !line.isBlank()).limit(LINES + 1L).toList();
    // The last one may be cut.
    List<String> sure = whole && lines.size() <= LINES ? lines : lines.subList(0, lines.size() - 1);
    if (sure.size() > 1 || (sure.size() == 1 && lines.size() > 1)) {
      long objects =
          sure.stream().filter(line -> line.startsWith("{") && line.strip().endsWith("}")).count();
      boolean most = objects * 2 >= sure.size() && objects > 0;
      return most || isObject(sure.getFirst(), limits) ? Kind.JSONL : Kind.JSON;
    }
    boolean single = whole && !name.json() && !holdsArray(head);
    return single ? Kind.JSONL : Kind.JSON;
  }

  private static boolean holdsArray(String object) {
    return ARRAY_OF_OBJECTS.matcher(object).find();
  }

  private static boolean isObject(String line, Limits limits) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    try {
      new JsonObjects(limits).whole(bytes, 0, bytes.length);
      return true;
    } catch (FlawException e) {
      return false;
    }
  }
}
