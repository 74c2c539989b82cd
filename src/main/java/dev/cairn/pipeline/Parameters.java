package dev.cairn.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameter values of a job: checked against a {@link ParameterSet}, defaults filled in.
 *
 * @param values by name, in declared order
 */
public record Parameters(Map<String, Object> values) {
  public Parameters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public int whole(String name) {
    return (Integer) value(name);
  }

  public String word(String name) {
    return (String) value(name);
  }

  public boolean flag(String name) {
    return (Boolean) value(name);
  }

  private Object value(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return value;
  }
}
