package dev.cairn.document.rows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses one JSON object out of bytes into the names and values of a row. */
final class JsonObjects {

  private static final int LONGEST_NAME = 100;

  private final Limits limits;
  private final JsonText text = new JsonText();
  private List<String> names = List.of();

  /** Stands for a name that needs escapes. */
  private static final byte[] ESCAPED = {};

  /** The names as they are written. */
  private byte[][] written = new byte[0][];

  private @Nullable Object[] values = new @Nullable Object[16];
  private int count;

  JsonObjects(Limits limits) {
    this.limits = limits;
  }

  /** The columns of the object parsed last. */
  List<String> names() {
    return names;
  }

  /** Behind the object parsed last, in the bytes. */
  int end() {
    return text.at();
  }

  /** Parses an object that fills a range, but for white space. */
  List<@Nullable Object> whole(byte[] bytes, int from, int to) throws FlawException {
    List<@Nullable Object> row = first(bytes, from, to);
    if (!text.atEnd()) {
      throw text.invalid("something behind the object");
    }
    return row;
  }

  /** Parses the object that a range begins with. */
  List<@Nullable Object> first(byte[] bytes, int from, int to) throws FlawException {
    text.start(bytes, from, to);
    if (text.peek() != '{') {
      throw new FlawException(Flaw.NOT_AN_OBJECT.with("A row must be a JSON object."));
    }
    text.pass();
    count = 0;
    fields();
    return Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(values, count)));
  }

  /** The fields of the row. Rows have the same ones mostly, so they are compared, not collected. */
  private void fields() throws FlawException {
    if (text.peek() == '}') {
      text.pass();
      rename(List.of());
      return;
    }
    do {
      if (text.peek() != '"') {
        throw text.invalid("no name of a field");
      }
      if (count == names.size() || !passes(written[count])) {
        otherFields();
        return;
      }
      text.expect(':');
      put(value(0));
    } while (more('}'));
    if (count < names.size()) {
      rename(names.subList(0, count));
    }
  }

  private boolean passes(byte[] name) {
    return name != ESCAPED && text.passString(name);
  }

  /** The rest of the fields, which are not those of the row before. */
  private void otherFields() throws FlawException {
    List<String> own = new ArrayList<>(names.subList(0, count));
    Set<String> seen = new HashSet<>(own);
    do {
      String name = name();
      unique(seen.add(name), name);
      own.add(name);
      put(value(0));
    } while (more('}'));
    rename(own);
  }

  private void rename(List<String> others) {
    if (!names.equals(others)) {
      names = List.copyOf(others);
      written = names.stream().map(JsonObjects::asWritten).toArray(byte[][]::new);
    }
  }

  private static byte[] asWritten(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    boolean plain =
        name.chars().noneMatch(c -> c < ' ' || c == '"' || c == '\\')
            && name.equals(new String(bytes, StandardCharsets.UTF_8));
    return plain ? bytes : ESCAPED;
  }

  /** Whether another field or element follows; else passes the end. */
  private boolean more(char end) throws FlawException {
    int octet = text.peek();
    if (octet != ',' && octet != end) {
      throw text.invalid("neither a comma nor an end");
    }
    text.pass();
    return octet == ',';
  }

  private void put(@Nullable Object value) throws FlawException {
    if (count >= limits.columns()) {
      throw new FlawException(
          Flaw.TOO_MANY_FIELDS.with("At most %d fields are read.".formatted(limits.columns())));
    }
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
  }

  /** A name and the colon behind it. */
  private String name() throws FlawException {
    if (text.peek() != '"') {
      throw text.invalid("no name of a field");
    }
    String name = text.string();
    text.expect(':');
    return name;
  }

  private static void unique(boolean isNew, String name) throws FlawException {
    if (!isNew) {
      int end = Math.min(LONGEST_NAME, name.codePointCount(0, name.length()));
      throw new FlawException(
          Flaw.DUPLICATE_KEY.with(
              "The key \"%s\" stands twice."
                  .formatted(name.substring(0, name.offsetByCodePoints(0, end)))));
    }
  }

  private @Nullable Object value(int depth) throws FlawException {
    return switch (text.peek()) {
      case '"' -> text.string();
      case '{' -> object(deeper(depth));
      case '[' -> array(deeper(depth));
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> text.number();
      default -> throw text.invalid("no value");
    };
  }

  private @Nullable Object word(String word, @Nullable Boolean value) throws FlawException {
    text.word(word);
    return value;
  }

  private int deeper(int depth) throws FlawException {
    text.pass();
    if (depth == limits.nesting()) {
      throw new FlawException(
          Flaw.NESTED_TOO_DEEP.with("There are more than %d levels.".formatted(limits.nesting())));
    }
    return depth + 1;
  }

  private Map<String, @Nullable Object> object(int depth) throws FlawException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    if (text.peek() == '}') {
      text.pass();
      return Collections.unmodifiableMap(object);
    }
    do {
      String name = name();
      unique(!object.containsKey(name), name);
      object.put(name, value(depth));
    } while (more('}'));
    return Collections.unmodifiableMap(object);
  }

  private List<@Nullable Object> array(int depth) throws FlawException {
    List<@Nullable Object> array = new ArrayList<>();
    if (text.peek() == ']') {
      text.pass();
      return Collections.unmodifiableList(array);
    }
    do {
      array.add(value(depth));
    } while (more(']'));
    return Collections.unmodifiableList(array);
  }
}
