package dev.cairn.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The one line that its users know: {@code Progress: 136/253 (53.8%) | Failed: 12 | Rate: …}. */
final class ProgressLine {

  private ProgressLine() {}

  static String of(JobView job) {
    Counts counts = job.counts();
    return "Progress: %s | Failed: %d%s".formatted(through(counts), counts.failed(), rate(job));
  }

  /** The same with the time that is left. */
  static String withEta(JobView job) {
    Optional<Duration> eta = job.hasEnded() ? Optional.empty() : job.eta();
    return of(job) + eta.map(left -> " | ETA: " + Plain.duration(left)).orElse("");
  }

  private static String through(Counts counts) {
    if (counts.total().isEmpty()) {
      return counts.through() + "/?";
    }
    long total = counts.total().getAsLong();
    double percent = total == 0 ? 100 : 100.0 * counts.through() / total;
    return String.format(Locale.ROOT, "%d/%d (%.1f%%)", counts.through(), total, percent);
  }

  private static String rate(JobView job) {
    return job.ratePerMinute().isPresent()
        ? " | Rate: " + Plain.rate(job.ratePerMinute().getAsDouble()) + " docs/min"
        : "";
  }
}
