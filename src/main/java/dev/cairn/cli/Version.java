package dev.cairn.cli;

/** The version, as a constant: reading it from a resource would cost start-up time. */
final class Version {

  /** A test holds this to the version in pom.xml. */
  static final String NUMBER = "0.1.0";

  private Version() {}

  static String line() {
    return "cairn " + NUMBER;
  }
}
