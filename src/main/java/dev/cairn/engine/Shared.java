package dev.cairn.engine;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all followers of a job are told, with the form in which it is sent to them: made when the
 * first one asks for it, and the same for all others.
 *
 * @param <T> what is told; never changed
 */
public final class Shared<T> {

  private final T value;
  private @Nullable Object form;

  /** Something to tell. */
  public Shared(T value) {
    this.value = value;
  }

  /** What is told. */
  public T value() {
    return value;
  }

  /** Its form; all callers ask for the same one. */
  public synchronized <F> F as(Class<F> type, Function<T, F> make) {
    if (!type.isInstance(form)) {
      form = make.apply(value);
    }
    return type.cast(form);
  }
}
