package dev.cairn.cli;

import java.nio.file.Path;
import java.util.Map;

/** The data folder of a local server: {@code CAIRN_HOME}, else where the XDG rules put it. */
final class Home {

  private Home() {}

  static Path of(Map<String, String> env) {
    String home = env.getOrDefault("CAIRN_HOME", "");
    if (!home.isBlank()) {
      return Path.of(home).toAbsolutePath().normalize();
    }
    String xdg = env.getOrDefault("XDG_DATA_HOME", "");
    if (!xdg.isBlank() && Path.of(xdg).isAbsolute()) {
      return Path.of(xdg, "cairn");
    }
    String user = env.getOrDefault("HOME", System.getProperty("user.home", "."));
    return Path.of(user, ".local", "share", "cairn").toAbsolutePath().normalize();
  }
}
