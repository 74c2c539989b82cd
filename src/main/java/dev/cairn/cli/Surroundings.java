package dev.cairn.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Where the program runs: environment, streams, time, places, and how to start a server. */
record Surroundings(
    Map<String, String> env,
    Terminal terminal,
    Clock clock,
    Places places,
    LocalServer localServer) {

  Surroundings {
    env = Map.copyOf(env);
    Objects.requireNonNull(terminal, "terminal");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(places, "places");
    Objects.requireNonNull(localServer, "localServer");
  }

  /** An environment variable that is set and not empty. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(env.get(name)).filter(value -> !value.isBlank());
  }

  Path workingFolder() {
    return places.workingFolder();
  }

  Path home() {
    return Home.of(env);
  }
}
