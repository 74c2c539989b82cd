package dev.cairn.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** For logs: plain lines, only when something has changed, and not more often than people read. */
final class LineProgress implements Progress {

  private static final Duration BETWEEN = Duration.ofSeconds(3);

  private final Terminal terminal;
  private final Clock clock;
  private Instant saidAt = Instant.MIN;
  private String said = "";
  private Optional<JobView> last = Optional.empty();

  LineProgress(Terminal terminal, Clock clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public void note(String line) {
    terminal.say(line);
  }

  @Override
  public void uploading(UploadCount count) {
    if (count.isWhole() || isTime()) {
      sayOnce(count.line());
    }
  }

  @Override
  public void job(JobView job) {
    boolean otherState = last.map(before -> before.state() != job.state()).orElse(true);
    last = Optional.of(job);
    if (otherState) {
      terminal.say("Job " + job.id() + " is " + job.state().word());
    }
    if (isTime() || job.hasEnded()) {
      sayOnce(ProgressLine.of(job));
    }
  }

  @Override
  public void event(String job, ServerEvent event) {}

  @Override
  public void close() {
    last.ifPresent(job -> sayOnce(ProgressLine.of(job)));
  }

  private boolean isTime() {
    return saidAt.equals(Instant.MIN)
        || Duration.between(saidAt, clock.instant()).compareTo(BETWEEN) >= 0;
  }

  private void sayOnce(String line) {
    if (!line.equals(said)) {
      said = line;
      saidAt = clock.instant();
      terminal.say(line);
    }
  }
}
