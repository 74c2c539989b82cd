package dev.cairn.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** For a terminal: one picture that is drawn again in place. */
final class LiveProgress implements Progress {

  /** Ten pictures a second are smooth to the eye and cheap over a slow line. */
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private static final String CLEAR_LINE = "\r\u001B[2K";
  private static final String UP = "\u001B[1A";

  private final Terminal terminal;
  private final Clock clock;
  private final Bars bars;
  private final StageRates rates;
  private List<String> drawn = List.of();
  private Instant drawnAt = Instant.MIN;
  private Optional<JobView> last = Optional.empty();

  LiveProgress(Terminal terminal, Clock clock) {
    this.terminal = terminal;
    this.clock = clock;
    this.bars = new Bars(terminal.screen().drawing());
    this.rates = new StageRates(clock);
  }

  @Override
  public synchronized void note(String line) {
    terminal.draw(erased() + Plain.text(line) + "\n");
    List<String> again = drawn;
    drawn = List.of();
    show(again);
  }

  @Override
  public synchronized void uploading(UploadCount count) {
    if (isTime() || count.isWhole()) {
      show(List.of(bars.fit(count.line(), width())));
    }
    if (count.isWhole()) {
      drawn = List.of();
    }
  }

  @Override
  public synchronized void job(JobView job) {
    rates.take(job.stages());
    boolean otherState = last.map(before -> before.state() != job.state()).orElse(true);
    last = Optional.of(job);
    if (otherState || isTime()) {
      show(bars.draw(job, rates, width()));
    }
  }

  @Override
  public void event(String job, ServerEvent event) {}

  @Override
  public synchronized void close() {
    last.ifPresent(job -> show(bars.draw(job, rates, width())));
    last = Optional.empty();
    drawn = List.of();
  }

  private int width() {
    return Math.max(20, terminal.screen().width().getAsInt() - 1);
  }

  private boolean isTime() {
    return drawnAt.equals(Instant.MIN)
        || Duration.between(drawnAt, clock.instant()).compareTo(BETWEEN) >= 0;
  }

  private void show(List<String> lines) {
    StringBuilder frame = new StringBuilder(erased());
    lines.forEach(line -> frame.append(line).append('\n'));
    terminal.draw(frame.toString());
    drawn = lines;
    drawnAt = clock.instant();
  }

  /** One write per picture, so that no half of one is ever seen. */
  private String erased() {
    return (UP + CLEAR_LINE).repeat(drawn.size());
  }
}
