package dev.cairn.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.job.Document;
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
 * How events are written down: one row holds those of one flush, as JSON separated by commas:
 * {@code {"t":type,"d":data}}, or short arrays for those that come by the million. Built by hand
 * because every stage commit passes here.
 */
final class Entries {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> OUTCOMES = List.of("done", "skipped");

  private Entries() {}

  /**
   * Appends the entries of one commit, and says how many they are. Those that come by the million
   * are arrays: {@code [0,seq,stage,tookMs,records]} for a checkpoint and {@code [1,seq,outcome]}
   * for a completed document; 20 bytes where an object with names takes 95.
   */
  static int append(StringBuilder to, Commit commit) {
    Commit.Step step = commit.step();
    return switch (commit.fact()) {
      case Commit.Fact.Checkpointed done -> {
        to.append("[0,").append(step.seq()).append(',').append(step.stage()).append(',');
        to.append(commit.tookMicros() / 1000).append(',');
        to.append(done.before().records() + done.items().size()).append(']');
        yield step.completes() ? 1 + completed(to.append(','), step, 0) : 1;
      }
      case Commit.Fact.Skipped skipped -> completed(to, step, 1);
      case Commit.Fact.Failed failed -> {
        to.append(failed(step, failed));
        yield 1;
      }
      case Commit.Fact.Saved saved -> 0;
    };
  }

  private static int completed(StringBuilder to, Commit.Step step, int outcome) {
    to.append("[1,").append(step.seq()).append(',').append(outcome).append(']');
    return 1;
  }

  private static String failed(Commit.Step step, Commit.Fact.Failed failed) {
    JsonObject data =
        new JsonObject().put("stage", step.stageName()).put("attempt", failed.attempt());
    boolean ofJob = step.seq() == Document.JOB_ITSELF;
    if (!ofJob) {
      data.put("seq", step.seq());
    }
    failed.delay().ifPresent(delay -> data.put("retryInMs", delay.toMillis()));
    data.put("problem", Problems.json(failed.problem()));
    String retrying = ofJob ? Event.STAGE_RETRYING : Event.DOCUMENT_RETRYING;
    String over = ofJob ? Event.STAGE_FAILED : Event.DOCUMENT_FAILED;
    return entry(failed.delay().isPresent() ? retrying : over, data);
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

  /**
   * The events of one row.
   *
   * @param stages names of the job's stages
   */
  static List<Event> parse(long lastNumber, Instant at, String entries, List<String> stages) {
    try {
      JsonNode array = JSON.readTree("[" + entries + "]");
      List<Event> events = new ArrayList<>(array.size());
      long number = lastNumber - array.size();
      for (JsonNode entry : array) {
        number++;
        events.add(event(number, at, entry, stages));
      }
      return events;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("events of a row end at " + lastNumber + ", unreadable", e);
    }
  }

  private static Event event(long number, Instant at, JsonNode entry, List<String> stages) {
    if (entry.isObject()) {
      return new Event(number, entry.get("t").asText(), at, entry.get("d").toString());
    }
    StringBuilder data = new StringBuilder("{");
    if (entry.get(1).asLong() != Document.JOB_ITSELF) {
      data.append("\"seq\":").append(entry.get(1).asLong()).append(',');
    }
    if (entry.get(0).asInt() == 1) {
      data.append("\"outcome\":\"").append(OUTCOMES.get(entry.get(2).asInt())).append("\"}");
      return new Event(number, Event.DOCUMENT_COMPLETED, at, data.toString());
    }
    data.append("\"stage\":\"").append(stages.get(entry.get(2).asInt()));
    data.append("\",\"tookMs\":").append(entry.get(3).asLong());
    data.append(",\"records\":").append(entry.get(4).asInt()).append('}');
    return new Event(number, Event.STAGE_CHECKPOINTED, at, data.toString());
  }
}
