package dev.cairn.model;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A transaction so short that nothing comes in between. */
final class Brief<T> extends Statement {

  private final BooleanSupplier locked;
  private final Supplier<T> work;
  private @Nullable T answer;

  /**
   * @param locked whether a lock that it needs is held by another
   */
  Brief(BooleanSupplier locked, Supplier<T> work) {
    this.locked = locked;
    this.work = work;
  }

  T answer() {
    return Objects.requireNonNull(answer);
  }

  @Override
  Progress advance() {
    if (locked.getAsBoolean()) {
      return Progress.WAITS;
    }
    answer = work.get();
    return Progress.DONE;
  }
}
