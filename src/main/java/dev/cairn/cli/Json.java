package dev.cairn.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * A JSON value. The client has its own reader and writer so that it needs no library and no
 * reflection.
 */
sealed interface Json {

  record Obj(SequencedMap<String, Json> members) implements Json {
    public Obj {
      members = new LinkedHashMap<>(members);
    }
  }

  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  record Text(String value) implements Json {}

  /** A number as it was written, so that nothing is lost. */
  record Num(String literal) implements Json {}

  /** The three words of JSON. */
  enum Word implements Json {
    TRUE,
    FALSE,
    NULL
  }

  static Json parse(String text) {
    return new JsonReader(text).document();
  }

  static Json of(String text) {
    return new Text(text);
  }

  static Json of(long number) {
    return new Num(Long.toString(number));
  }

  static Json of(boolean yes) {
    return yes ? Word.TRUE : Word.FALSE;
  }

  static Json texts(List<String> texts) {
    return new Arr(texts.stream().map(Json::of).toList());
  }

  static Obj object(Map<String, Json> members) {
    return new Obj(new LinkedHashMap<>(members));
  }

  /** The member, or JSON null when there is none or this is no object. */
  default Json get(String name) {
    return this instanceof Obj(var members) ? members.getOrDefault(name, Word.NULL) : Word.NULL;
  }

  default Optional<String> text(String name) {
    return get(name) instanceof Text(var value) ? Optional.of(value) : Optional.empty();
  }

  default OptionalLong whole(String name) {
    OptionalDouble number = number(name);
    return number.isPresent() ? OptionalLong.of((long) number.getAsDouble()) : OptionalLong.empty();
  }

  default OptionalDouble number(String name) {
    return get(name) instanceof Num(var literal)
        ? OptionalDouble.of(Double.parseDouble(literal))
        : OptionalDouble.empty();
  }

  default List<Json> list(String name) {
    return get(name) instanceof Arr(var items) ? items : List.of();
  }

  default List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Json item : list(name)) {
      if (item instanceof Text(var value)) {
        texts.add(value);
      }
    }
    return texts;
  }

  /** How a person would read it: texts bare, everything else as JSON. */
  default String plain() {
    return this instanceof Text(var value) ? value : write();
  }

  /** Compact JSON on one line, free of control characters. */
  default String write() {
    StringBuilder out = new StringBuilder();
    JsonWriter.write(this, out);
    return out.toString();
  }
}
