package dev.cairn.bench;

import dev.cairn.Hand;
import dev.cairn.store.Commit;
import dev.cairn.store.Commits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Jobs that another node works on, each making so many events a second, and when each event was
 * sent to the database. Jobs are written in groups, as a node does.
 */
final class SteadyJobs implements AutoCloseable {

  private static final int GROUPS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A job that was just granted has told that it is queued and that it runs. */
  static final long BEGUN = 2;

  private final Commits commits;
  private final List<Hand.Held> jobs;
  private final int documents;
  private final long[][] sentAt;
  private final int[] written;
  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(GROUPS);

  SteadyJobs(Hand hand, Commits commits, int count, int documents) {
    this.commits = commits;
    this.documents = documents;
    this.sentAt = new long[count][(int) BEGUN + documents + 1];
    this.written = new int[count];
    this.jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(hand.held(documents));
    }
  }

  List<Hand.Held> jobs() {
    return jobs;
  }

  /** When an event was sent to the database; 0 for those from before. */
  long sentAt(long job, long number) {
    return sentAt[(int) job][(int) number];
  }

  /** Number of the last event of a job. */
  long last(int job) {
    return BEGUN + written[job];
  }

  /** Every job makes one event in each period, a group of jobs after the other. */
  @SuppressWarnings(
      "FutureReturnValueIgnored") // what fails here fails the run: it ends without its last events
  void begin(Duration period) {
    for (int group = 0; group < GROUPS; group++) {
      int which = group;
      timers.scheduleAtFixedRate(
          () -> write(which),
          period.toNanos() * group / GROUPS,
          period.toNanos(),
          TimeUnit.NANOSECONDS);
    }
  }

  private void write(int group) {
    List<Commit> offered = new ArrayList<>();
    for (int job = group; job < jobs.size(); job += GROUPS) {
      if (written[job] < documents) {
        offered.add(commit(jobs.get(job), written[job]));
        written[job]++;
        sentAt[job][(int) BEGUN + written[job]] = System.nanoTime();
      }
    }
    if (!offered.isEmpty()) {
      write(commits, offered);
    }
  }

  static Commit commit(Hand.Held held, int seq) {
    return new Commit(
        held.lease().fence(),
        new Commit.Step(held.job(), seq, 0, "first", false),
        1_000,
        new Commit.Fact.Checkpointed(
            new Commit.HandedOn.Inline(new byte[] {'{', '}'}),
            List.of(),
            List.of(),
            Commit.Position.START));
  }

  static void write(Commits commits, List<Commit> group) {
    List<Commits.Answer> answers = commits.write(group).await().atMost(PATIENCE);
    if (!answers.stream().allMatch(Commits.Answer.Committed.class::isInstance)) {
      throw new IllegalStateException("not committed: " + answers.getFirst());
    }
  }

  /** No more events; what was sent is committed when this returns. */
  @Override
  public void close() {
    timers.close();
  }
}
