package dev.cairn.pipeline;

import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters that a pipeline takes, and the rules between them. */
public final class ParameterSet {

  private final Map<String, Parameter> byName;
  private final Consumer<Parameters> rule;

  private ParameterSet(List<Parameter> parameters, Consumer<Parameters> rule) {
    this.byName = new LinkedHashMap<>();
    parameters.forEach(parameter -> byName.put(parameter.name(), parameter));
    this.rule = rule;
  }

  public static ParameterSet of(Parameter... parameters) {
    return new ParameterSet(List.of(parameters), checked -> {});
  }

  /**
   * The same parameters under a rule between them.
   *
   * @param rule throws {@link #invalid} when the values don't go together
   */
  public ParameterSet where(Consumer<Parameters> rule) {
    return new ParameterSet(List.copyOf(byName.values()), rule);
  }

  /**
   * Checks what was given and fills in the defaults.
   *
   * @throws ProblemException status 422, naming the field: unknown, of the wrong type, out of range
   */
  public Parameters check(Map<String, ?> given) {
    for (String name : given.keySet()) {
      if (!byName.containsKey(name)) {
        throw unknown(name);
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    byName.forEach(
        (name, parameter) -> {
          Object value = given.get(name);
          values.put(name, value == null ? parameter.byDefault() : parameter.check(value));
        });
    Parameters checked = new Parameters(values);
    rule.accept(checked);
    return checked;
  }

  /**
   * Gives words the types of their parameters: forms and query strings know only text. What can't
   * be read as its type, or is unknown, stays a word, for {@link #check} to refuse.
   */
  public Map<String, Object> typed(Map<String, String> words) {
    Map<String, Object> typed = new LinkedHashMap<>();
    words.forEach((name, word) -> typed.put(name, typed(byName.get(name), word)));
    return typed;
  }

  private static Object typed(@Nullable Parameter parameter, String word) {
    return switch (parameter) {
      case null -> word;
      case Parameter.Choice choice -> word;
      case Parameter.Flag flag when word.equals("true") || word.equals("false") ->
          Boolean.valueOf(word);
      case Parameter.Flag flag -> word;
      case Parameter.Whole whole when word.matches("[+-]?[0-9]{1,18}") -> Long.valueOf(word);
      case Parameter.Whole whole -> word;
    };
  }

  /** JSON Schema (2020-12) of the whole. */
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    byName.forEach((name, parameter) -> properties.put(name, parameter.schema()));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    return schema;
  }

  /** The answer to a parameter that is wrong. */
  public static ProblemException invalid(String name, String detail) {
    return ProblemException.permanent(
        Problem.ofField(
            "invalid-parameter", "A parameter is not valid", 422, "params." + name, detail));
  }

  private ProblemException unknown(String name) {
    String known = byName.keySet().stream().collect(Collectors.joining(", "));
    String takes = known.isEmpty() ? "this pipeline takes none" : "there are: " + known;
    return ProblemException.permanent(
        Problem.ofField(
            "unknown-parameter",
            "The pipeline has no such parameter",
            422,
            "params." + name,
            "There is no parameter '" + name + "'; " + takes + "."));
  }
}
