package dev.cairn.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * Gives the words of {@code -p NAME=VALUE} the types that the pipeline's JSON Schema asks for. What
 * is plainly wrong is said here, before anything is uploaded; the server has the last word.
 */
final class ParamTypes {

  private final String pipeline;
  private final Json schema;

  ParamTypes(String pipeline, Json schema) {
    this.pipeline = pipeline;
    this.schema = schema;
  }

  Json typed(Map<String, String> given) {
    SequencedMap<String, Json> typed = new LinkedHashMap<>();
    given.forEach((name, value) -> typed.put(name, typed(name, value)));
    return new Json.Obj(typed);
  }

  private Json typed(String name, String value) {
    if (!(schema.get("properties") instanceof Json.Obj(var properties))) {
      return byLooks(value);
    }
    Json property = properties.get(name);
    if (property == null) {
      throw Failure.usage(
          properties.isEmpty()
              ? "pipeline " + pipeline + " has no parameters, so none named '" + name + "'"
              : String.format(
                  "pipeline %s has no parameter '%s'; it has: %s",
                  pipeline, name, String.join(", ", properties.keySet())));
    }
    return switch (property.text("type").orElse("")) {
      case "integer" ->
          inRange(name, number(name, value, "-?[0-9]{1,18}", "whole number"), property);
      case "number" ->
          inRange(
              name,
              number(name, value, "-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?", "number"),
              property);
      case "boolean" -> flag(name, value);
      case "string" -> choice(name, value, property);
      default -> byLooks(value);
    };
  }

  private static Json.Num number(String name, String value, String form, String kind) {
    if (!value.matches(form)) {
      throw Failure.usage("parameter " + name + " must be a " + kind + ": '" + value + "'");
    }
    return new Json.Num(value.replaceFirst("^(-?)0+(?=[0-9])", "$1"));
  }

  private static Json inRange(String name, Json.Num number, Json property) {
    double value = Double.parseDouble(number.literal());
    OptionalDouble least = property.number("minimum");
    OptionalDouble most = property.number("maximum");
    if ((least.isPresent() && value < least.getAsDouble())
        || (most.isPresent() && value > most.getAsDouble())) {
      throw Failure.usage(
          String.format("parameter %s must be %s: %s", name, range(property), number.literal()));
    }
    return number;
  }

  /** The bounds of a number in words; empty when there are none. */
  static String range(Json property) {
    String least = property.get("minimum") instanceof Json.Num(var literal) ? literal : "";
    String most = property.get("maximum") instanceof Json.Num(var literal) ? literal : "";
    if (least.isEmpty()) {
      return most.isEmpty() ? "" : "at most " + most;
    }
    return most.isEmpty() ? "at least " + least : least + " to " + most;
  }

  private static Json flag(String name, String value) {
    return switch (value) {
      case "true" -> Json.Word.TRUE;
      case "false" -> Json.Word.FALSE;
      default ->
          throw Failure.usage("parameter " + name + " must be true or false: '" + value + "'");
    };
  }

  private static Json choice(String name, String value, Json property) {
    var choices = property.texts("enum");
    if (!choices.isEmpty() && !choices.contains(value)) {
      throw Failure.usage(
          String.format(
              "parameter %s must be one of %s: '%s'", name, String.join(", ", choices), value));
    }
    return Json.of(value);
  }

  private static Json byLooks(String value) {
    try {
      return Json.parse(value);
    } catch (JsonReader.NoJson e) {
      return Json.of(value);
    }
  }
}
