package dev.cairn.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes JSON compactly. */
final class JsonWriter {

  private JsonWriter() {}

  static void write(Json value, StringBuilder out) {
    switch (value) {
      case Json.Obj(var members) -> object(members, out);
      case Json.Arr(var items) -> array(items, out);
      case Json.Text(var text) -> text(text, out);
      case Json.Num(var literal) -> out.append(literal);
      case Json.Word word -> out.append(word.name().toLowerCase(Locale.ROOT));
    }
  }

  private static void object(Map<String, Json> members, StringBuilder out) {
    String before = "{";
    for (Map.Entry<String, Json> member : members.entrySet()) {
      out.append(before);
      text(member.getKey(), out);
      out.append(':');
      write(member.getValue(), out);
      before = ",";
    }
    out.append(members.isEmpty() ? "{}" : "}");
  }

  private static void array(List<Json> items, StringBuilder out) {
    String before = "[";
    for (Json item : items) {
      out.append(before);
      write(item, out);
      before = ",";
    }
    out.append(items.isEmpty() ? "[]" : "]");
  }

  private static void text(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (mustEscape(text, i)) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** Controls could steer a terminal; half a surrogate pair would not survive UTF-8. */
  private static boolean mustEscape(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }
    return Character.isISOControl(c);
  }
}
