package dev.cairn.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.it.Runs.Run;
import dev.cairn.it.Runs.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Judges all that a cluster was given, after the trouble, by what the ledger knows: nothing lost,
 * nothing doubled, nothing committed run again, no event missed, results as of one undisturbed
 * node.
 */
final class ClusterVerdict {

  private final ClusterUnderTest cluster;
  private final Ledger ledger;
  private int vain;

  ClusterVerdict(ClusterUnderTest cluster, Ledger ledger) {
    this.cluster = cluster;
    this.ledger = ledger;
  }

  /**
   * Judges.
   *
   * @return one line of figures
   */
  String check() {
    List<Run> runs = cluster.runs();
    Verdict.noRunTwiceUnderOneEpoch(runs);
    Map<Long, List<Run>> byJob = runs.stream().collect(Collectors.groupingBy(Run::job));
    for (Ledger.Order order : ledger.orders()) {
      long key = cluster.key(order.job());
      check(order, byJob.getOrDefault(key, List.of()));
    }
    noJobIsThereThatNobodyGave();
    noEventLoopWasBlocked();
    assertThat(ledger.complaints()).as("complaints").isEmpty();
    long tasks = runs.stream().map(run -> List.of(run.job(), run.task())).distinct().count();
    return "%d jobs, %d runs of %d stages, %d of them in vain after a commit by another"
        .formatted(ledger.orders().size(), runs.size(), tasks, vain);
  }

  private void check(Ledger.Order order, List<Run> runs) {
    List<Paper> papers = order.like().papers();
    Http http = cluster.http();
    Verdict verdict = new Verdict(http, order.job(), papers);
    verdict.completed();
    List<JsonNode> documents = http.documents(order.job(), papers.size());
    verdict.eachDocumentEndedAsItMust(documents);
    order.subscribers().forEach(each -> verdict.noEventIsMissingOrDoubled(each.seen()));
    order.like().isWhatComesOf(order.job(), http);
    eachCheckpointHasItsRun(documents, runs);
    nothingCommittedIsRunAgain(known(order, documents), runs);
  }

  private static void eachCheckpointHasItsRun(List<JsonNode> documents, List<Run> runs) {
    Map<Task, List<Run>> byTask = runs.stream().collect(Collectors.groupingBy(Run::task));
    for (JsonNode document : documents) {
      for (JsonNode checkpoint : document.path("checkpoints")) {
        Task task = new Task(document.path("seq").asInt(), checkpoint.path("stage").asText());
        assertThat(byTask.getOrDefault(task, List.of()))
            .as("runs of %s, of which one made %s", task, checkpoint)
            .anyMatch(
                run ->
                    run.epoch() == checkpoint.path("epoch").asInt()
                        && !run.at().time().isAfter(at(checkpoint)));
      }
    }
  }

  /**
   * When each task was committed: by the database's word for the begin of that transaction, or when
   * a subscriber heard of it. No later grant can be older than that: the lease's row is locked
   * until the commit.
   */
  private static Map<Task, Instant> known(Ledger.Order order, List<JsonNode> documents) {
    Map<Task, Instant> known = new HashMap<>();
    for (JsonNode document : documents) {
      List<JsonNode> facts = new ArrayList<>();
      document.path("checkpoints").forEach(facts::add);
      document.path("failures").forEach(facts::add);
      for (JsonNode fact : facts) {
        Task task = new Task(document.path("seq").asInt(), fact.path("stage").asText());
        known.merge(task, at(fact), ClusterVerdict::earlier);
      }
    }
    for (Subscriber subscriber : order.subscribers()) {
      for (Subscriber.Seen seen : subscriber.seen()) {
        if (seen.data().has("stage")) {
          Task task = new Task(seen.data().path("seq").asInt(), seen.data().path("stage").asText());
          known.merge(task, seen.at(), ClusterVerdict::earlier);
        }
      }
    }
    return known;
  }

  private void nothingCommittedIsRunAgain(Map<Task, Instant> committed, List<Run> runs) {
    for (Run run : runs) {
      Instant commit = committed.getOrDefault(run.task(), Instant.MAX);
      if (run.at().time().isAfter(commit)) {
        assertThat(ledger.couldNotKnow(run.at().node(), run.at().time()))
            .as(
                "%s began after its stage was committed at %s, and its node could know",
                run, commit)
            .isTrue();
        vain++;
      }
    }
  }

  /** A submission without an answer may have been taken; more than those can't be there. */
  private void noJobIsThereThatNobodyGave() {
    List<String> there = cluster.postgres().ask("select uid::text from job");
    List<String> given = ledger.orders().stream().map(Ledger.Order::job).toList();
    assertThat(there).containsAll(given);
    assertThat(there.size() - given.size())
        .as("jobs beyond those acknowledged")
        .isLessThanOrEqualTo(ledger.unansweredSubmissions());
  }

  /** A process that was stopped does not know it, and takes it for something that blocked. */
  private void noEventLoopWasBlocked() {
    for (ClusterUnderTest.Node node : cluster.nodes()) {
      assertThat(Runs.blockedLoops(node.server(), node.number()))
          .as("blocked event loops of node %d", node.number())
          .filteredOn(each -> !ledger.couldNotMove(node.number(), each.at().time()))
          .isEmpty();
    }
  }

  private static Instant at(JsonNode fact) {
    return Instant.parse(fact.path("at").asText());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
