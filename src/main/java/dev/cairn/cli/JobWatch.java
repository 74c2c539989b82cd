package dev.cairn.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Follows one job to its end. */
final class JobWatch {

  private static final Duration TICK = Duration.ofMillis(250);

  private final Api api;
  private final Progress progress;
  private final Clock clock;
  private final Patience patience;
  private final ComeBack comeBack;

  JobWatch(Api api, Progress progress, Clock clock, Patience patience, ComeBack comeBack) {
    this.api = api;
    this.progress = progress;
    this.clock = clock;
    this.patience = patience;
    this.comeBack = comeBack;
  }

  /**
   * The job when it has ended.
   *
   * @param until how long to follow; the job goes on after it
   */
  JobView follow(JobView start, Optional<Instant> until) {
    progress.job(start);
    try {
      if (start.hasEnded()) {
        progress.event(start.id(), snapshot(start));
        return start;
      }
      checkTime(start, until);
      try (EventStream events = new EventStream(api, start.id(), clock, patience).open()) {
        return follow(events, start, until);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.error("interrupted", e);
    } finally {
      progress.close();
    }
  }

  private JobView follow(EventStream events, JobView start, Optional<Instant> until)
      throws InterruptedException {
    JobView job = start;
    boolean ended = false;
    while (!ended) {
      Optional<Signal> signal = events.next(TICK);
      if (signal.isPresent()) {
        JobView before = job;
        job = after(signal.get(), before);
        ended = isLast(signal.get()) && job.hasEnded();
        // most events tell of one document: the picture changes with the coalesced ones
        if (!job.equals(before)) {
          progress.job(job);
        }
      }
      if (!ended) {
        checkTime(job, until);
      }
    }
    return job;
  }

  /** Whoever reads events gets one even of a job that has none to come. */
  private static ServerEvent snapshot(JobView job) {
    return new ServerEvent("job.snapshot", Optional.empty(), job.json().write());
  }

  private void checkTime(JobView job, Optional<Instant> until) {
    if (until.isPresent() && !clock.instant().isBefore(until.get())) {
      throw new Failure(
          ExitCode.TIMED_OUT,
          "job " + job.id() + " has not ended in the time given; " + comeBack.line(job.id()),
          null);
    }
  }

  /**
   * A job that was retried has an earlier {@code job.done} in its history: only its state tells.
   */
  private static boolean isLast(Signal signal) {
    return switch (signal) {
      case Signal.Received(var event) -> event.type().equals("job.done");
      case Signal.Exhausted() -> true;
      case Signal.Interrupted(var why) -> false;
      case Signal.Regained() -> false;
      case Signal.GivenUp(var failure) -> false;
    };
  }

  private JobView after(Signal signal, JobView job) {
    return switch (signal) {
      case Signal.Received(var event) -> afterEvent(event, job);
      case Signal.Exhausted() -> asServerSees(job);
      case Signal.Interrupted(var why) -> {
        progress.note("Lost contact (" + why + "), trying again");
        yield job;
      }
      case Signal.Regained() -> {
        progress.note("In contact again");
        yield job;
      }
      case Signal.GivenUp(var failure) -> throw givenUp(failure, job);
    };
  }

  private JobView afterEvent(ServerEvent event, JobView job) {
    progress.event(job.id(), event);
    return switch (event.type()) {
      case "job.snapshot" -> new JobView(Json.parse(event.data()));
      case "job.progress" -> job.withProgress(Json.parse(event.data()));
      // may be one of long ago, told again: what counts is what the server says now
      case "job.status" -> asServerSees(job);
      case "job.done" -> asServerSees(job.withState(Json.parse(event.data())));
      default -> job;
    };
  }

  /** The server may be on its way down; then what the event told has to do. */
  private JobView asServerSees(JobView job) {
    try {
      return api.job(job.id());
    } catch (Failure.NoContact e) {
      return job;
    }
  }

  private Failure givenUp(Failure failure, JobView job) {
    return failure instanceof Failure.NoContact
        ? new Failure.NoContact(failure.line() + "; " + comeBack.line(job.id()), failure)
        : failure;
  }
}
