package dev.cairn.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.job.Artifact;
import dev.cairn.job.Item;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;

/**
 * The one statement through which all work is written, and its parameters.
 *
 * <p>Each row carries its lease and epoch and is joined to the lease under a share lock, so that a
 * stale holder writes nothing. A row that is there already breaks the primary key and fails the
 * whole group; {@link Commits} then halves it. That is rare (a commit whose answer was lost), and
 * it spares the usual case a join of all rows with themselves to see which were inserted.
 *
 * <p>The event counter's row is locked after the inserts, in job order: late, so that groups of one
 * job overlap as long as they can; in order, so that groups of several jobs never deadlock; and
 * kept until commit, so that event numbers follow commit order.
 */
final class CommitStatement {

  static final String SQL =
      """
      with fence as materialized (
        select id, epoch from lease where id = any($1) order by id for share
      ), allowed as materialized (
        select o.*
        from unnest($1::bigint[], $2::int[], $3::bigint[], $4::bigint[], $5::int[], $6::int[],
                    $7::int[], $8::bigint[], $9::bytea[], $10::text[], $11::text[], $12::int[])
             with ordinality
             as o(lease, epoch, job, seq, stage, fact, records, took_us, handed_on, handed_blob,
                  entries, events, ord)
        join fence f on f.id = o.lease and f.epoch = o.epoch
      ), checkpointed as (
        insert into checkpoint (job, seq, stage, outcome, epoch, records, took_us, handed_on, handed_blob)
        select job, seq, stage, fact, epoch, records, took_us, handed_on, handed_blob
        from allowed where fact <= 1
      ), failed as (
        insert into failure (job, seq, stage, attempt, problem, retryable, state, next_at)
        select o.job, o.seq, o.stage, o.attempt, o.problem, o.retryable,
               case when o.wait_ms is null then 'final' else 'waiting' end,
               now() + o.wait_ms * interval '1 millisecond'
        from unnest($13::bigint[], $14::int[], $15::bigint[], $16::bigint[], $17::int[], $18::int[],
                    $19::text[], $20::boolean[], $21::bigint[])
             as o(lease, epoch, job, seq, stage, attempt, problem, retryable, wait_ms)
        join fence f on f.id = o.lease and f.epoch = o.epoch
      ), recorded as (
        insert into record (job, seq, stage, n, data)
        select o.job, o.seq, o.stage, o.n, o.data
        from unnest($22::bigint[], $23::int[], $24::bigint[], $25::bigint[], $26::int[], $27::int[],
                    $28::text[])
             as o(lease, epoch, job, seq, stage, n, data)
        join fence f on f.id = o.lease and f.epoch = o.epoch
      ), kept as (
        insert into artifact (job, seq, name, media_type, content)
        select o.job, o.seq, o.name, o.media_type, o.content
        from unnest($29::bigint[], $30::int[], $31::bigint[], $32::bigint[], $33::text[],
                    $34::text[], $35::bytea[])
             as o(lease, epoch, job, seq, name, media_type, content)
        join fence f on f.id = o.lease and f.epoch = o.epoch
      ), told as materialized (
        select job, sum(events)::int as events, string_agg(entries, ',' order by ord) as entries
        from allowed group by job
      ), head as materialized (
        select job from job_head where job in (select job from told) order by job for update
      ), numbered as (
        update job_head h set next_event = h.next_event + t.events
        from told t, head l
        where h.job = t.job and l.job = h.job
        returning h.job, h.next_event
      ), logged as (
        insert into event (job, last_no, n, entries)
        select t.job, n.next_event - 1, t.events, t.entries from told t join numbered n using (job)
      ), tallied as (
        update tally t
        set done = t.done + s.done, skipped = t.skipped + s.skipped, failed = t.failed + s.failed,
            took_us = t.took_us + s.took_us
        from (select job, stage,
                     count(*) filter (where fact = 0) as done,
                     count(*) filter (where fact = 1) as skipped,
                     count(*) filter (where fact = 2) as failed,
                     sum(took_us) as took_us
              from allowed group by job, stage) s,
             head l
        where t.job = s.job and t.stage = s.stage and l.job = s.job
      )
      select coalesce(array_agg(ord - 1), '{}') as accepted from allowed
      """;

  private static final int DONE = 0;
  private static final int SKIPPED = 1;
  private static final int FAILED = 2;
  private static final int WAITING = 3;
  private static final Commit.HandedOn NOTHING = new Commit.HandedOn.Inline(new byte[0]);

  private final Rows offered =
      new Rows(
          Long.class,
          Integer.class,
          Long.class,
          Long.class,
          Integer.class,
          Integer.class,
          Integer.class,
          Long.class,
          Buffer.class,
          String.class,
          String.class,
          Integer.class);
  private final Rows failures =
      new Rows(
          Long.class,
          Integer.class,
          Long.class,
          Long.class,
          Integer.class,
          Integer.class,
          String.class,
          Boolean.class,
          Long.class);
  private final Rows records =
      new Rows(
          Long.class,
          Integer.class,
          Long.class,
          Long.class,
          Integer.class,
          Integer.class,
          String.class);
  private final Rows artifacts =
      new Rows(
          Long.class,
          Integer.class,
          Long.class,
          Long.class,
          String.class,
          String.class,
          Buffer.class);

  private CommitStatement() {}

  /** The parameters of {@link #SQL} for a group. */
  static Tuple parameters(List<Commit> group) {
    CommitStatement statement = new CommitStatement();
    group.forEach(statement::add);
    Tuple tuple = Tuple.tuple();
    statement.offered.bind(tuple);
    statement.failures.bind(tuple);
    statement.records.bind(tuple);
    statement.artifacts.bind(tuple);
    return tuple;
  }

  private void add(Commit commit) {
    switch (commit.fact()) {
      case Commit.Fact.Checkpointed done -> {
        offer(commit, DONE, done.items().size(), done.handedOn());
        addItems(commit, done.items());
        addArtifacts(commit, done.artifacts());
      }
      case Commit.Fact.Skipped skipped ->
          offer(commit, SKIPPED, 0, new Commit.HandedOn.Inline(skipped.reason().getBytes(UTF_8)));
      case Commit.Fact.Failed failed -> {
        offer(commit, failed.delay().isPresent() ? WAITING : FAILED, 0, NOTHING);
        addFailure(commit, failed);
      }
    }
  }

  private void offer(Commit commit, int fact, int records, Commit.HandedOn handedOn) {
    Commit.Step step = commit.step();
    offered.add(
        commit.fence().lease(),
        commit.fence().epoch(),
        step.job(),
        step.seq(),
        step.stage(),
        fact,
        records,
        commit.tookMicros(),
        handedOn instanceof Commit.HandedOn.Inline inline ? Buffer.buffer(inline.json()) : null,
        handedOn instanceof Commit.HandedOn.InBlob large ? large.blob() : null,
        Entries.of(commit),
        Entries.count(commit));
  }

  private void addFailure(Commit commit, Commit.Fact.Failed failed) {
    Commit.Step step = commit.step();
    failures.add(
        commit.fence().lease(),
        commit.fence().epoch(),
        step.job(),
        step.seq(),
        step.stage(),
        failed.attempt(),
        Problems.json(failed.problem()).encode(),
        failed.retryable(),
        failed.delay().map(Duration::toMillis).orElse(null));
  }

  private void addItems(Commit commit, List<Item> items) {
    Commit.Step step = commit.step();
    for (int n = 0; n < items.size(); n++) {
      records.add(
          commit.fence().lease(),
          commit.fence().epoch(),
          step.job(),
          step.seq(),
          step.stage(),
          n,
          items.get(n).json());
    }
  }

  private void addArtifacts(Commit commit, List<Artifact> kept) {
    for (Artifact artifact : kept) {
      artifacts.add(
          commit.fence().lease(),
          commit.fence().epoch(),
          commit.step().job(),
          commit.step().seq(),
          artifact.name(),
          artifact.mediaType(),
          Buffer.buffer(artifact.content()));
    }
  }
}
