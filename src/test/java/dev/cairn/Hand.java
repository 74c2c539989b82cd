package dev.cairn;

import dev.cairn.engine.EventFeed;
import dev.cairn.job.Artifact;
import dev.cairn.job.Item;
import dev.cairn.job.Job;
import dev.cairn.job.JobRequest;
import dev.cairn.job.Lease;
import dev.cairn.job.Problem;
import dev.cairn.job.StoredFile;
import dev.cairn.job.Upload;
import dev.cairn.store.Commit;
import dev.cairn.store.Commits;
import dev.cairn.store.Grants;
import dev.cairn.store.Jobs;
import dev.cairn.store.Leases;
import dev.cairn.store.Nodes;
import dev.cairn.store.Submissions;
import dev.cairn.store.Tenant;
import dev.cairn.store.Uploads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Does by hand, step by step, what the engine does: for tests that must know exactly what is
 * committed. Its jobs are of a pipeline that no engine can run.
 */
@ApplicationScoped
public class Hand {

  public static final String PIPELINE = "by-hand";
  private static final List<String> STAGES = List.of("first", "second");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Inject Uploads uploads;
  @Inject Submissions submissions;
  @Inject Nodes nodes;
  @Inject Grants grants;
  @Inject Leases leases;
  @Inject Commits commits;
  @Inject Jobs jobs;
  @Inject EventFeed feed;

  /** A job being worked on; {@code lease} holds all its documents. */
  public record Held(long job, UUID id, Lease lease) {}

  /** A job that no one has begun. */
  public Job queued(int documents) {
    Upload upload =
        await(uploads.add(Tenant.LOCAL, new StoredFile("a.txt", "text/plain", "0".repeat(64), 3)));
    long key =
        await(
            submissions.submit(
                Tenant.LOCAL,
                new JobRequest(
                    new JobRequest.Plan(PIPELINE, 1, STAGES, STAGES.size()),
                    "{}",
                    JobRequest.Label.NONE),
                Collections.nCopies(documents, upload.id()),
                Submissions.Splitting.WHOLE));
    return await(jobs.byKey(key)).orElseThrow();
  }

  /** A job all of whose documents are granted to us. */
  public Held held(int documents) {
    Job job = queued(documents);
    long node = await(nodes.register("by hand"));
    Grants.Wish wish =
        new Grants.Wish(
            node, List.of(PIPELINE + ":1"), others(job.key()), java.util.Map.of(), documents);
    Lease lease = await(grants.take(wish)).getFirst().lease();
    return new Held(job.key(), job.id(), lease);
  }

  /** Jobs left behind by other tests. */
  private List<Long> others(long job) {
    Jobs.Filter all =
        new Jobs.Filter(List.of(), Optional.of(PIPELINE), Optional.empty(), Optional.empty(), 500);
    return await(jobs.list(Tenant.LOCAL, all)).stream()
        .map(Job::key)
        .filter(key -> key != job)
        .toList();
  }

  /** Both stages of a document, the second with records and an artifact, in one group. */
  public void complete(Held held, long seq, String... records) {
    List<Item> items = new ArrayList<>();
    for (String record : records) {
      items.add(new Item(record));
    }
    Artifact artifact =
        new Artifact(
            "index.json",
            "application/json",
            "{\"seq\":%d}".formatted(seq).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    write(
        held,
        List.of(
            commit(held, seq, 0, done(List.of(), List.of())),
            commit(held, seq, 1, done(items, List.of(artifact)))));
  }

  /** Both stages of documents from one up to another, without results, in one group. */
  public void complete(Held held, int from, int to) {
    List<Commit> group = new ArrayList<>();
    for (int seq = from; seq < to; seq++) {
      group.add(commit(held, seq, 0, done(List.of(), List.of())));
      group.add(commit(held, seq, 1, done(List.of(), List.of())));
    }
    write(held, group);
  }

  /** The first stage alone, by a node that tells nobody. */
  public void beginElsewhere(Held held, long seq) {
    await(commits.write(List.of(commit(held, seq, 0, done(List.of(), List.of())))));
  }

  /** The first stage alone. */
  public void begin(Held held, long seq) {
    write(held, List.of(commit(held, seq, 0, done(List.of(), List.of()))));
  }

  /** The document fails for good in its first stage. */
  public void fail(Held held, long seq) {
    Problem problem = Problem.of("encrypted-document", "The document is encrypted", 422, "No key.");
    write(
        held,
        List.of(commit(held, seq, 0, new Commit.Fact.Failed(problem, false, 1, Optional.empty()))));
  }

  /** Gives the lease back as finished, which completes the job. */
  public void finish(Held held) {
    await(leases.finish(held.lease()));
    feed.committed(held.job());
  }

  private void write(Held held, List<Commit> group) {
    List<Commits.Answer> answers = await(commits.write(group));
    if (!answers.stream().allMatch(Commits.Answer.Committed.class::isInstance)) {
      throw new IllegalStateException("not committed: " + answers);
    }
    feed.committed(held.job());
  }

  private static Commit.Fact done(List<Item> items, List<Artifact> artifacts) {
    return new Commit.Fact.Checkpointed(
        new Commit.HandedOn.Inline(new byte[] {'{', '}'}), items, artifacts, Commit.Position.START);
  }

  private static Commit commit(Held held, long seq, int stage, Commit.Fact fact) {
    Commit.Step step =
        new Commit.Step(held.job(), seq, stage, STAGES.get(stage), stage == STAGES.size() - 1);
    return new Commit(held.lease().fence(), step, 1_000, fact);
  }

  public static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }
}
