package dev.cairn.model;

/** A promise was broken. */
final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1;

  Violation(String what) {
    super(what);
  }
}
