package dev.cairn.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps of {@code cairn run}: begin or go on, follow to the end, report. */
final class Run {

  /** A server that was found may have been another run's: find the next one soon. */
  private static final Duration FOR_A_FOUND_SERVER = Duration.ofSeconds(10);

  private static final int FAILURES_SHOWN = 5;

  /** What to do when the same command was interrupted before. */
  enum Start {
    GO_ON,
    NEW
  }

  private final Surroundings here;
  private final RunServer server;
  private final Progress progress;
  private final WorkOptions work;
  private final Watching watching;

  Run(Surroundings here, RunServer server, Progress progress, WorkOptions work, Watching watching) {
    this.here = here;
    this.server = server;
    this.progress = progress;
    this.work = work;
    this.watching = watching;
  }

  JobView begin(List<InputFile> files, Start start) {
    Uploader uploader = new Uploader(server.api(), progress, Watching.usualBackoff(), here);
    Submission submission = new Submission(server.api(), uploader, work);
    Json params = submission.params();
    String batch = Fingerprint.of(work.pipeline(), work.params(), files);
    Optional<JobView> interrupted = start == Start.NEW ? Optional.empty() : unfinished(batch);
    if (interrupted.isPresent()) {
      return goOn(interrupted.get());
    }
    JobView job = submission.submit(files, params, Optional.of(batch));
    tell("run.submitted", job);
    return job;
  }

  /** Stopping is the user's word: a job on its way to stop is not gone on with. */
  private Optional<JobView> unfinished(String batch) {
    Query query = Query.of("v1/jobs").with("batch", batch).with("status", "unfinished");
    return JobView.listOf(server.api().get(query)).stream()
        .filter(job -> !job.hasEnded() && job.state() != State.STOPPING)
        .findFirst();
  }

  /** To run the same command again is to ask for the work: a paused job is resumed. */
  private JobView goOn(JobView job) {
    Counts counts = job.counts();
    String total = counts.total().isPresent() ? "" + counts.total().getAsLong() : "?";
    progress.note(
        String.format(
            "Going on with job %s (%d/%s done); --new begins another",
            job.id(), counts.through(), total));
    tell("run.resumed", job);
    if (job.state() != State.PAUSED && job.state() != State.PAUSING) {
      return job;
    }
    progress.note("The job was paused: resuming it");
    return new JobView(
        server.api().post(Query.of(Query.of("v1/jobs", job.id()).path() + "/resume")));
  }

  /** What is said when the user leaves while the job is followed. */
  String lastWord(JobView job) {
    return "Detached: " + server.comeBack().line(job.id());
  }

  /** Follows the job to its end, over the end of a server that was not ours. */
  JobView follow(JobView job) {
    Optional<Instant> until = watching.timeout().map(limit -> here.clock().instant().plus(limit));
    JobView known = job;
    while (true) {
      try {
        return watch().follow(known, until);
      } catch (Failure.NoContact e) {
        if (!server.replace()) {
          throw e;
        }
        known = server.api().job(job.id());
      }
    }
  }

  private JobWatch watch() {
    Patience asked = watching.patience();
    boolean canBeReplaced = !server.isOwn() && !server.isNamed();
    Patience patience =
        canBeReplaced && asked.limit().compareTo(FOR_A_FOUND_SERVER) > 0
            ? new Patience(FOR_A_FOUND_SERVER, asked.backoff())
            : asked;
    return new JobWatch(server.api(), progress, here.clock(), patience, server.comeBack());
  }

  /** Results are written whatever the end was: what is committed is worth having. */
  void report(JobView job, ResultTarget target, Format format) {
    long bytes = target.write(server.api().stream(Results.whole(job.id(), format)));
    if (target instanceof ResultTarget.InFile(Path path)) {
      progress.note("Results: " + shown(path) + " (" + Plain.bytes(bytes) + ")");
      Json file = Json.object(Map.of("path", Json.of(path.toString())));
      progress.event(job.id(), new ServerEvent("run.results", Optional.empty(), file.write()));
    }
    job.problem().ifPresent(why -> here.terminal().say("cairn: the job failed: " + why));
    reportFailures(job);
    if (server.isOwn()) {
      reportOthers(job);
    }
  }

  /** The working folder is known to whoever typed the command. */
  private Path shown(Path path) {
    return path.startsWith(here.workingFolder()) ? here.workingFolder().relativize(path) : path;
  }

  private void reportFailures(JobView job) {
    long failed = job.counts().failed();
    if (failed == 0) {
      return;
    }
    for (FailedDocument document : FailedDocument.first(server.api(), job.id(), FAILURES_SHOWN)) {
      progress.note("Failed: " + document.line());
    }
    if (failed > FAILURES_SHOWN) {
      progress.note("and " + (failed - FAILURES_SHOWN) + " more: cairn failed " + job.id());
    }
  }

  private void reportOthers(JobView job) {
    Query query = Query.of("v1/jobs").with("status", "unfinished").with("limit", "100");
    long others =
        JobView.listOf(server.api().get(query)).stream()
            .filter(other -> !other.id().equals(job.id()))
            .count();
    if (others > 0) {
      progress.note(
          (others >= 100 ? "100 or more other jobs" : Plain.count(others, "other job"))
              + " not finished; 'cairn serve' goes on with "
              + (others == 1 ? "it" : "them"));
    }
  }

  private void tell(String what, JobView job) {
    progress.event(job.id(), new ServerEvent(what, Optional.empty(), job.json().write()));
  }
}
