package dev.cairn.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one JSON document (RFC 8259), strictly. */
final class JsonReader {

  /** Deeper than any answer of ours, and shallow enough for the smallest stack. */
  private static final int DEEPEST = 200;

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  /** The text is no JSON. */
  static final class NoJson extends IllegalArgumentException {
    NoJson(String why, int at) {
      super("no JSON: " + why + " at character " + at);
    }
  }

  Json document() {
    Json value = value();
    skipSpace();
    if (at < text.length()) {
      throw wrong("something after the end");
    }
    return value;
  }

  private Json value() {
    skipSpace();
    return switch (peek()) {
      case '{' -> nested(this::object);
      case '[' -> nested(this::array);
      case '"' -> new Json.Text(string());
      case 't' -> word("true", Json.Word.TRUE);
      case 'f' -> word("false", Json.Word.FALSE);
      case 'n' -> word("null", Json.Word.NULL);
      default -> number();
    };
  }

  private interface Part {
    Json read();
  }

  private Json nested(Part part) {
    if (++depth > DEEPEST) {
      throw wrong("nested more than " + DEEPEST + " deep");
    }
    at++;
    Json value = part.read();
    depth--;
    return value;
  }

  private Json object() {
    LinkedHashMap<String, Json> members = new LinkedHashMap<>();
    if (!ends('}')) {
      do {
        skipSpace();
        if (peek() != '"') {
          throw wrong("a member's name was expected");
        }
        String name = string();
        skipSpace();
        expect(':');
        members.put(name, value());
      } while (goesOn('}'));
    }
    return new Json.Obj(members);
  }

  private Json array() {
    List<Json> items = new ArrayList<>();
    if (!ends(']')) {
      do {
        items.add(value());
      } while (goesOn(']'));
    }
    return new Json.Arr(items);
  }

  private boolean ends(char close) {
    skipSpace();
    if (peek() == close) {
      at++;
      return true;
    }
    return false;
  }

  private boolean goesOn(char close) {
    if (ends(close)) {
      return false;
    }
    expect(',');
    return true;
  }

  private Json word(String word, Json.Word value) {
    if (!text.startsWith(word, at)) {
      throw wrong("an unknown word");
    }
    at += word.length();
    return value;
  }

  private Json number() {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw wrong("an unexpected character");
    }
    at = matcher.end();
    return new Json.Num(matcher.group());
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw wrong("a bare control character");
      }
      out.append(c == '\\' ? escaped() : c);
    }
    return out.toString();
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an unknown escape");
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw wrong("an unknown escape");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("it ends too soon");
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      throw wrong("'" + wanted + "' was expected");
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private NoJson wrong(String why) {
    return new NoJson(why, at);
  }
}
