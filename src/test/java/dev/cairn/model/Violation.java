package dev.cairn.model;

/** A promise was broken. */
final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String promise;

  Violation(String promise) {
    super(promise);
    this.promise = promise;
  }

  /** Which promise, and what broke it. */
  String promise() {
    return promise;
  }
}
