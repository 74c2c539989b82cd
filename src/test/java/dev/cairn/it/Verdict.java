package dev.cairn.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.it.Runs.Run;
import dev.cairn.it.Runs.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/** Judges a finished job from outside, by the promises. */
final class Verdict {

  private static final List<String> STAGES = List.of("extract", "language", "chunk", "index");

  private final Http http;
  private final String job;
  private final List<Paper> papers;

  Verdict(Http http, String job, List<Paper> papers) {
    this.http = http;
    this.job = job;
    this.papers = papers;
  }

  void check(Subscriber subscriber, List<Run> runs) {
    List<JsonNode> documents = http.documents(job, papers.size());
    completed();
    eachDocumentEndedAsItMust(documents);
    assertThat(subscriber.complaints()).isEmpty();
    noEventIsMissingOrDoubled(subscriber.seen());
    noRunTwiceUnderOneEpoch(runs);
    noCommittedStageRunAgain(documents, runs);
    nothingToldIsRunAgain(subscriber.seen(), runs);
  }

  void nothingCommittedIsRunAgain(List<Run> runs) {
    noRunTwiceUnderOneEpoch(runs);
    noCommittedStageRunAgain(http.documents(job, papers.size()), runs);
  }

  void completed() {
    JsonNode found = http.job(job);
    long good = papers.stream().filter(Paper::good).count();
    assertThat(found.path("state").asText()).isEqualTo("completed");
    JsonNode counts = found.path("counts");
    assertThat(counts.path("total").asLong()).isEqualTo(papers.size());
    assertThat(counts.path("done").asLong()).isEqualTo(good);
    assertThat(counts.path("failed").asLong()).isEqualTo(papers.size() - good);
    assertThat(counts.path("pending").asLong() + counts.path("running").asLong()).isZero();
    for (JsonNode stage : found.path("stages")) {
      assertThat(stage.path("done").asLong()).as(stage.toString()).isEqualTo(good);
    }
  }

  void eachDocumentEndedAsItMust(List<JsonNode> documents) {
    for (int seq = 0; seq < papers.size(); seq++) {
      JsonNode document = documents.get(seq);
      Paper paper = papers.get(seq);
      assertThat(document.path("name").asText()).isEqualTo(paper.name());
      assertThat(document.path("state").asText())
          .as(document.toString())
          .isEqualTo(paper.good() ? "done" : "failed");
      List<String> stages =
          StreamSupport.stream(document.path("checkpoints").spliterator(), false)
              .map(checkpoint -> checkpoint.path("stage").asText())
              .toList();
      assertThat(stages).as(paper.name()).isEqualTo(paper.good() ? STAGES : List.of());
      assertThat(document.path("failures")).hasSize(paper.good() ? 0 : 1);
    }
  }

  void noEventIsMissingOrDoubled(List<Subscriber.Seen> seen) {
    assertThat(seen.stream().map(Subscriber.Seen::number))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, seen.size()).boxed().toList());
    assertThat(seen.getLast().type()).isEqualTo("job.done");
    Map<Integer, List<String>> told = new HashMap<>();
    for (Subscriber.Seen event : seen) {
      if (event.data().has("seq")) {
        String what = event.type() + " " + event.data().path("stage").asText();
        told.computeIfAbsent(event.data().path("seq").asInt(), seq -> new ArrayList<>())
            .add(what.strip());
      }
    }
    IntStream.range(0, papers.size())
        .forEach(
            seq ->
                assertThat(told.get(seq))
                    .as("events of document %d", seq)
                    .containsExactlyElementsOf(
                        papers.get(seq).good()
                            ? List.of(
                                "stage.checkpointed extract",
                                "stage.checkpointed language",
                                "stage.checkpointed chunk",
                                "stage.checkpointed index",
                                "document.completed")
                            : List.of("document.failed extract")));
  }

  static void noRunTwiceUnderOneEpoch(List<Run> runs) {
    Set<List<Object>> begun = new HashSet<>();
    for (Run run : runs) {
      assertThat(begun.add(List.of(run.task(), run.lease(), run.epoch(), run.attempt())))
          .as("%s is the only one of its kind", run)
          .isTrue();
    }
  }

  /** The run whose result was committed is the last one, under the checkpoint's epoch. */
  private void noCommittedStageRunAgain(List<JsonNode> documents, List<Run> runs) {
    Map<Task, Integer> last = new HashMap<>();
    runs.forEach(run -> last.put(run.task(), run.epoch()));
    for (int seq = 0; seq < papers.size(); seq++) {
      for (JsonNode checkpoint : documents.get(seq).path("checkpoints")) {
        Task task = new Task(seq, checkpoint.path("stage").asText());
        assertThat(last.get(task))
            .as("epoch of the last run of %s against its checkpoint", task)
            .isEqualTo(checkpoint.path("epoch").asInt());
      }
    }
    Map<Integer, Long> leases = new HashMap<>();
    for (Run run : runs) {
      long lease = leases.computeIfAbsent(run.task().seq(), seq -> run.lease());
      assertThat(run.lease()).as("%s stays in its lease, so epochs compare", run).isEqualTo(lease);
    }
  }

  /** What a subscriber was told of in one life of the server is not run in a later one. */
  private static void nothingToldIsRunAgain(List<Subscriber.Seen> seen, List<Run> runs) {
    Map<Task, Integer> toldIn = new HashMap<>();
    for (Subscriber.Seen event : seen) {
      switch (event.type()) {
        case "stage.checkpointed", "document.failed" ->
            toldIn.put(
                new Task(event.data().path("seq").asInt(), event.data().path("stage").asText()),
                event.life());
        default -> {}
      }
    }
    for (Run run : runs) {
      assertThat(run.life())
          .as("life of %s", run)
          .isLessThanOrEqualTo(toldIn.getOrDefault(run.task(), Integer.MAX_VALUE));
    }
  }
}
