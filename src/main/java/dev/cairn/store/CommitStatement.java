package dev.cairn.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.job.Artifact;
import dev.cairn.job.Item;
import dev.cairn.job.Lease;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The one statement through which all work is written, and its parameters.
 *
 * <p>The fence comes first. The rows of the nodes that write are locked FOR KEY SHARE: who takes
 * leases from a node deletes its row before, so he waits for this commit, or this statement finds
 * the row gone. Then every lease of the group must have the epoch that its writer knows. When one
 * has not, nothing at all is written and its key is returned. That keeps the usual case free of a
 * join for each row: counters and events are added up before they are sent.
 *
 * <p>A row that is there already breaks the primary key and fails the whole group; {@link Commits}
 * then halves it. That is rare (a commit whose answer was lost).
 *
 * <p>The event counter's row is locked after the inserts, in job order: late, so that groups of one
 * job overlap as long as they can; in order, so that groups of several jobs never deadlock; and
 * kept until commit, so that event numbers follow commit order.
 */
final class CommitStatement {

  static final String SQL =
      """
      with alive as materialized (
        select id from node where id = any($1) order by id for key share
      ), held as materialized (
        select l.id
        from unnest($1::bigint[], $2::bigint[], $3::int[]) as f(node, lease, epoch)
        join lease l on l.id = f.lease and l.epoch = f.epoch and l.node = f.node
        join alive a on a.id = f.node
      ), fence as materialized (
        select from held having count(*) = cardinality($2)
      ), checkpointed as (
        insert into checkpoint (job, seq, stage, outcome, epoch, records, took_us, handed_on, handed_blob)
        select o.*
        from fence,
             unnest($4::bigint[], $5::bigint[], $6::int[], $7::int[], $8::int[], $9::int[],
                    $10::bigint[], $11::bytea[], $12::text[])
             as o(job, seq, stage, outcome, epoch, records, took_us, handed_on, handed_blob)
      ), failed as (
        insert into failure (job, seq, stage, attempt, problem, retryable, state, next_at, round, tries)
        select o.job, o.seq, o.stage, l.attempt, o.problem, o.retryable,
               case when o.wait_ms is null then 'final' else 'waiting' end,
               now() + o.wait_ms * interval '1 millisecond', l.round, l.tries
        from fence,
             unnest($13::bigint[], $14::bigint[], $15::int[], $16::bigint[], $17::text[],
                    $18::boolean[], $19::bigint[])
             as o(job, seq, stage, lease, problem, retryable, wait_ms)
        join lease l on l.id = o.lease
      ), recorded as (
        insert into record (job, seq, stage, n, data)
        select o.*
        from fence, unnest($20::bigint[], $21::bigint[], $22::int[], $23::int[], $24::text[])
             as o(job, seq, stage, n, data)
      ), kept as (
        insert into artifact (job, seq, stage, name, media_type, content)
        select o.*
        from fence, unnest($25::bigint[], $26::bigint[], $27::int[], $28::text[], $29::text[],
                           $30::bytea[])
             as o(job, seq, stage, name, media_type, content)
      ), saved as (
        insert into cursor as c (job, seq, stage, saves, records, share, data)
        select o.*
        from fence, unnest($31::bigint[], $32::bigint[], $33::int[], $34::int[], $35::int[],
                           $36::real[], $37::bytea[])
             as o(job, seq, stage, saves, records, share, data)
        where o.saves = 1 or exists (
          select from cursor b
          where b.job = o.job and b.seq = o.seq and b.stage = o.stage and b.saves >= o.saves - 1)
        on conflict (job, seq, stage) do update
        set saves = excluded.saves, records = excluded.records, share = excluded.share,
            data = excluded.data, at = now()
        where c.saves = excluded.saves - 1
      ), passed as (
        delete from cursor c
        using fence, unnest($38::bigint[], $39::bigint[], $40::int[]) as o(job, seq, stage)
        where c.job = o.job and c.seq = o.seq and c.stage = o.stage
      ), head as materialized (
        select h.job from fence, job_head h
        where h.job = any($41) order by h.job for update of h
      ), numbered as (
        update job_head h set next_event = h.next_event + t.events
        from head l, unnest($41::bigint[], $42::int[], $43::text[]) as t(job, events, entries)
        where l.job = t.job and h.job = t.job
        returning h.job, h.next_event - 1 as last_no, t.events, t.entries
      ), logged as (
        insert into event (job, last_no, n, entries) select * from numbered
      ), tallied as (
        update tally t
        set done = t.done + s.done, skipped = t.skipped + s.skipped, failed = t.failed + s.failed,
            took_us = t.took_us + s.took_us
        from head l, unnest($44::bigint[], $45::int[], $46::int[], $47::int[], $48::int[],
                            $49::bigint[])
             as s(job, stage, done, skipped, failed, took_us)
        where l.job = s.job and t.job = s.job and t.stage = s.stage
      )
      select f.lease from unnest($2) as f(lease)
      where not exists (select from held h where h.id = f.lease)
      """;

  private final Set<Lease.Fence> fences = new LinkedHashSet<>();
  private final Rows checkpoints =
      new Rows(
          Long.class,
          Long.class,
          Integer.class,
          Integer.class,
          Integer.class,
          Integer.class,
          Long.class,
          Buffer.class,
          String.class);
  private final Rows failures =
      new Rows(
          Long.class,
          Long.class,
          Integer.class,
          Long.class,
          String.class,
          Boolean.class,
          Long.class);
  private final Rows records =
      new Rows(Long.class, Long.class, Integer.class, Integer.class, String.class);
  private final Rows artifacts =
      new Rows(Long.class, Long.class, Integer.class, String.class, String.class, Buffer.class);
  private final Rows cursors =
      new Rows(
          Long.class,
          Long.class,
          Integer.class,
          Integer.class,
          Integer.class,
          Float.class,
          Buffer.class);
  private final Rows passed = new Rows(Long.class, Long.class, Integer.class);
  private final Sums sums = new Sums();

  private CommitStatement() {}

  /** The parameters of {@link #SQL} for a group. */
  static Tuple parameters(List<Commit> group) {
    CommitStatement statement = new CommitStatement();
    group.forEach(statement::add);
    return statement.bound();
  }

  private Tuple bound() {
    Rows held = new Rows(Long.class, Long.class, Integer.class);
    fences.forEach(fence -> held.add(fence.node(), fence.lease(), fence.epoch()));
    Tuple tuple = Tuple.tuple();
    held.bind(tuple);
    checkpoints.bind(tuple);
    failures.bind(tuple);
    records.bind(tuple);
    artifacts.bind(tuple);
    cursors.bind(tuple);
    passed.bind(tuple);
    sums.bind(tuple);
    return tuple;
  }

  private void add(Commit commit) {
    fences.add(commit.fence());
    sums.add(commit);
    switch (commit.fact()) {
      case Commit.Fact.Checkpointed done -> addCheckpoint(commit, done);
      case Commit.Fact.Saved saved -> addCursor(commit.step(), saved);
      case Commit.Fact.Skipped skipped ->
          addCheckpoint(commit, 1, 0, new Commit.HandedOn.Inline(skipped.reason().getBytes(UTF_8)));
      case Commit.Fact.Failed failed -> addFailure(commit, failed);
    }
  }

  private void addCheckpoint(Commit commit, Commit.Fact.Checkpointed done) {
    Commit.Step step = commit.step();
    int before = done.before().records();
    addCheckpoint(commit, 0, before + done.items().size(), done.handedOn());
    addItems(step, before, done.items());
    for (Artifact artifact : done.artifacts()) {
      artifacts.add(
          step.job(),
          step.seq(),
          step.stage(),
          artifact.name(),
          artifact.mediaType(),
          Buffer.buffer(artifact.content()));
    }
    if (done.before().saves() > 0) {
      passed.add(step.job(), step.seq(), step.stage());
    }
  }

  private void addCheckpoint(Commit commit, int outcome, int records, Commit.HandedOn handedOn) {
    Commit.Step step = commit.step();
    checkpoints.add(
        step.job(),
        step.seq(),
        step.stage(),
        outcome,
        commit.fence().epoch(),
        records,
        commit.tookMicros(),
        handedOn instanceof Commit.HandedOn.Inline inline ? Buffer.buffer(inline.json()) : null,
        handedOn instanceof Commit.HandedOn.InBlob large ? large.blob() : null);
  }

  private void addCursor(Commit.Step step, Commit.Fact.Saved saved) {
    addItems(step, saved.before().records(), saved.items());
    cursors.add(
        step.job(),
        step.seq(),
        step.stage(),
        saved.before().saves() + 1,
        saved.before().records() + saved.items().size(),
        (float) saved.share(),
        Buffer.buffer(saved.cursor()));
  }

  private void addFailure(Commit commit, Commit.Fact.Failed failed) {
    Commit.Step step = commit.step();
    failures.add(
        step.job(),
        step.seq(),
        step.stage(),
        commit.fence().lease(),
        Problems.json(failed.problem()).encode(),
        failed.retryable(),
        failed.delay().map(Duration::toMillis).orElse(null));
  }

  private void addItems(Commit.Step step, int before, List<Item> items) {
    for (int i = 0; i < items.size(); i++) {
      records.add(step.job(), step.seq(), step.stage(), before + i, items.get(i).json());
    }
  }
}
