package dev.cairn.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Option;

/** What {@code run} and {@code watch} are told alike: how to follow a job. */
final class Watching {

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Follow no longer than this (90s, 5m, 2h), then exit with 7; the job goes on.")
  private Optional<Duration> timeout = Optional.empty();

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "Bear a server that does not answer this long. Default: ${DEFAULT-VALUE}.")
  private Duration patience = Duration.ofSeconds(60);

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  @Option(names = "--json", description = "Print each event as a line of JSON.")
  private boolean json;

  Optional<Duration> timeout() {
    return timeout;
  }

  Patience patience() {
    return new Patience(patience, usualBackoff());
  }

  boolean asJson() {
    return json;
  }

  Progress.Manner manner() {
    if (json) {
      return Progress.Manner.JSON;
    }
    return quiet ? Progress.Manner.QUIET : Progress.Manner.FOR_PEOPLE;
  }

  static Backoff usualBackoff() {
    return new Backoff(
        Duration.ofMillis(500), Duration.ofSeconds(10), RandomGenerator.getDefault());
  }
}
