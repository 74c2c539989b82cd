package dev.cairn.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.job.Event;
import dev.cairn.job.Job;
import dev.cairn.job.JobState;
import dev.cairn.job.Problem;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How events are written down: one row holds those of one flush, as JSON {@code
 * {"t":type,"d":data}} separated by commas. Built by hand because every stage commit passes here.
 */
final class Entries {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Entries() {}

  /** The entries of one commit. */
  static String of(Commit commit) {
    Commit.Step step = commit.step();
    return switch (commit.fact()) {
      case Commit.Fact.Checkpointed done -> {
        String checkpointed =
            "{\"t\":\"stage.checkpointed\",\"d\":{\"seq\":%d,\"stage\":\"%s\",\"tookMs\":%d,\"records\":%d}}"
                .formatted(
                    step.seq(), step.stageName(), commit.tookMicros() / 1000, done.items().size());
        yield step.last() ? checkpointed + "," + completed(step, "done") : checkpointed;
      }
      case Commit.Fact.Skipped skipped -> completed(step, "skipped");
      case Commit.Fact.Failed failed -> failed(step, failed);
    };
  }

  /** How many entries {@link #of(Commit)} makes. */
  static int count(Commit commit) {
    return commit.fact() instanceof Commit.Fact.Checkpointed && commit.step().last() ? 2 : 1;
  }

  private static String completed(Commit.Step step, String outcome) {
    return "{\"t\":\"document.completed\",\"d\":{\"seq\":%d,\"outcome\":\"%s\"}}"
        .formatted(step.seq(), outcome);
  }

  private static String failed(Commit.Step step, Commit.Fact.Failed failed) {
    JsonObject data =
        new JsonObject()
            .put("seq", step.seq())
            .put("stage", step.stageName())
            .put("attempt", failed.attempt());
    failed.delay().ifPresent(delay -> data.put("retryInMs", delay.toMillis()));
    data.put("problem", Problems.json(failed.problem()));
    String type = failed.delay().isPresent() ? Event.DOCUMENT_RETRYING : Event.DOCUMENT_FAILED;
    return entry(type, data);
  }

  /** A job has entered a state. */
  static String status(JobState from, JobState to, Optional<String> reason) {
    JsonObject data = new JsonObject().put("state", to.wire()).put("from", from.wire());
    reason.ifPresent(text -> data.put("reason", text));
    return entry(Event.JOB_STATUS, data);
  }

  /** A job is finished; the last entry, until someone retries it. */
  static String done(JobState state, Job.Counts counts, Optional<Problem> problem) {
    JsonObject data = new JsonObject().put("state", state.wire()).put("counts", counts(counts));
    problem.ifPresent(why -> data.put("problem", Problems.json(why)));
    return entry(Event.JOB_DONE, data);
  }

  private static JsonObject counts(Job.Counts counts) {
    JsonObject json = new JsonObject();
    counts.total().ifPresent(total -> json.put("total", total));
    return json.put("pending", counts.pending())
        .put("running", counts.running())
        .put("done", counts.done())
        .put("failed", counts.failed())
        .put("skipped", counts.skipped());
  }

  private static String entry(String type, JsonObject data) {
    return new JsonObject().put("t", type).put("d", data).encode();
  }

  /** The events of one row. */
  static List<Event> parse(long lastNumber, Instant at, String entries) {
    try {
      JsonNode array = JSON.readTree("[" + entries + "]");
      List<Event> events = new ArrayList<>(array.size());
      long number = lastNumber - array.size();
      for (JsonNode entry : array) {
        number++;
        events.add(new Event(number, entry.get("t").asText(), at, entry.get("d").toString()));
      }
      return events;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("events of a row end at " + lastNumber + ", unreadable", e);
    }
  }
}
