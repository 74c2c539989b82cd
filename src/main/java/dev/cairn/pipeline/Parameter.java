package dev.cairn.pipeline;

import dev.cairn.job.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One parameter of a pipeline: its name, its type with bounds, its default. A closed set. */
public sealed interface Parameter {

  String name();

  String description();

  /** The value used when none is given. */
  Object byDefault();

  /** Its JSON Schema (2020-12). */
  Map<String, Object> schema();

  /**
   * The given value, checked; numbers come as any {@link Number}.
   *
   * @throws ProblemException status 422 naming the field
   */
  Object check(Object given);

  /** A whole number between two bounds, both included. */
  record Whole(String name, String description, int byDefaultValue, int least, int most)
      implements Parameter {

    @Override
    public Object byDefault() {
      return byDefaultValue;
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = common(this, "integer");
      schema.put("minimum", least);
      schema.put("maximum", most);
      return schema;
    }

    @Override
    public Object check(Object given) {
      if (!(given instanceof Number number) || number.doubleValue() != number.longValue()) {
        throw wrong(this, "is not a whole number: " + given);
      }
      if (number.longValue() < least || number.longValue() > most) {
        throw wrong(this, "is not between " + least + " and " + most + ": " + given);
      }
      return number.intValue();
    }
  }

  /** One of a few words. */
  record Choice(String name, String description, String byDefaultValue, List<String> values)
      implements Parameter {
    public Choice {
      values = List.copyOf(values);
    }

    @Override
    public Object byDefault() {
      return byDefaultValue;
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = common(this, "string");
      schema.put("enum", values);
      return schema;
    }

    @Override
    public Object check(Object given) {
      if (given instanceof String word && values.contains(word)) {
        return word;
      }
      throw wrong(this, "is none of " + String.join(", ", values) + ": " + given);
    }
  }

  /** Yes or no. */
  record Flag(String name, String description, boolean byDefaultValue) implements Parameter {
    @Override
    public Object byDefault() {
      return byDefaultValue;
    }

    @Override
    public Map<String, Object> schema() {
      return common(this, "boolean");
    }

    @Override
    public Object check(Object given) {
      if (given instanceof Boolean) {
        return given;
      }
      throw wrong(this, "is neither true nor false: " + given);
    }
  }

  private static Map<String, Object> common(Parameter parameter, String type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    schema.put("description", parameter.description());
    schema.put("default", parameter.byDefault());
    return schema;
  }

  private static ProblemException wrong(Parameter parameter, String why) {
    return ParameterSet.invalid(parameter.name(), parameter.name() + " " + why);
  }
}
