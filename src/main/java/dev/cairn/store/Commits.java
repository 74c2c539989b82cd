package dev.cairn.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Writes what stages came to: promises 1 (Atomic), 2 (Once) and 7 (Gap-free) are kept here. */
@ApplicationScoped
public class Commits {

  /** What became of one offered commit. */
  public sealed interface Answer {
    /** It is committed. */
    record Committed() implements Answer {}

    /** The lease has changed hands; nothing was written, and nothing ever will be under it. */
    record Fenced() implements Answer {}

    /** This row alone can't be written, whoever tries. */
    record Unwritable(Throwable reason) implements Answer {}
  }

  private static final Answer COMMITTED = new Answer.Committed();
  private static final Answer FENCED = new Answer.Fenced();

  private final Database database;

  Commits(Database database) {
    this.database = database;
  }

  /**
   * Writes a group in one statement and answers for each of its members, in order. A member that
   * the database refuses does not harm the others: the group is halved until it stands alone.
   *
   * <p>Fails only when the database can't be reached or is not able; then it is unknown whether the
   * group was committed, and it is right to call again with the same group.
   */
  public Uni<List<Answer>> write(List<Commit> group) {
    return database
        .run(CommitStatement.SQL, CommitStatement.parameters(group))
        .chain(stale -> stale.size() == 0 ? all(group.size()) : withoutStale(group, keys(stale)))
        .onFailure(Database::refusedAsIs)
        .recoverWithUni(refusal -> halve(group, refusal));
  }

  private static Uni<List<Answer>> all(int size) {
    return Uni.createFrom().item(Collections.nCopies(size, COMMITTED));
  }

  private static Set<Long> keys(RowSet<Row> stale) {
    Set<Long> keys = new HashSet<>();
    stale.forEach(row -> keys.add(row.getLong("lease")));
    return keys;
  }

  /** Nothing was written because of some leases; offers what stands under the others again. */
  private Uni<List<Answer>> withoutStale(List<Commit> group, Set<Long> stale) {
    List<Commit> rest =
        group.stream().filter(commit -> !stale.contains(commit.fence().lease())).toList();
    Uni<List<Answer>> written = rest.isEmpty() ? all(0) : write(rest);
    return written.map(
        answers -> {
          Iterator<Answer> next = answers.iterator();
          return group.stream()
              .map(commit -> stale.contains(commit.fence().lease()) ? FENCED : next.next())
              .toList();
        });
  }

  private Uni<List<Answer>> halve(List<Commit> group, Throwable refusal) {
    if (group.size() == 1) {
      return alone(group.getFirst(), refusal).map(List::of);
    }
    int middle = group.size() / 2;
    return write(group.subList(0, middle))
        .chain(
            first ->
                write(group.subList(middle, group.size()))
                    .map(
                        second -> {
                          List<Answer> both = new ArrayList<>(first);
                          both.addAll(second);
                          return both;
                        }));
  }

  /** A refused row is either there already, from a commit whose answer was lost, or bad. */
  private Uni<Answer> alone(Commit commit, Throwable refusal) {
    Commit.Step step = commit.step();
    return database
        .run(
            """
            select 1 from checkpoint where job = $1 and seq = $2 and stage = $3 and epoch = $4
            union all
            select 1 from failure where job = $1 and seq = $2 and stage = $3 and attempt = $5
            union all
            select 1 from cursor where job = $1 and seq = $2 and stage = $3 and saves = $6
            """,
            Tuple.of(
                step.job(),
                step.seq(),
                step.stage(),
                commit.fence().epoch(),
                commit.fact() instanceof Commit.Fact.Failed failed ? failed.attempt() : -1,
                commit.fact() instanceof Commit.Fact.Saved saved ? saved.before().saves() + 1 : -1))
        .map(rows -> rows.size() > 0 ? COMMITTED : new Answer.Unwritable(refusal));
  }
}
