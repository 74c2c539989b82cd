package dev.cairn.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** A job as the server last told it. */
record JobView(Json json) {

  /** What changes while a job works; an absent rate or ETA means that it is not known now. */
  private static final List<String> LIVE =
      List.of("counts", "stages", "progress", "ratePerMinute", "etaSeconds");

  JobView {
    Objects.requireNonNull(json, "json");
    if (json.text("id").isEmpty() || json.text("state").isEmpty()) {
      throw Failure.error("the server's answer is no job", null);
    }
  }

  static List<JobView> listOf(Json page) {
    return page.list("jobs").stream().map(JobView::new).toList();
  }

  String id() {
    return json.text("id").orElseThrow();
  }

  State state() {
    return State.of(json.text("state").orElseThrow());
  }

  boolean hasEnded() {
    return state().hasEnded();
  }

  String pipeline() {
    return json.text("pipeline").orElse("?");
  }

  Optional<String> name() {
    return json.text("name");
  }

  /** {@code first-run}, {@code resumed} or {@code retried}. */
  Optional<String> processing() {
    return json.text("processing");
  }

  Counts counts() {
    return Counts.of(json.get("counts"));
  }

  List<StageCount> stages() {
    return StageCount.listOf(json);
  }

  OptionalDouble ratePerMinute() {
    return json.number("ratePerMinute");
  }

  Optional<Duration> eta() {
    OptionalDouble seconds = json.number("etaSeconds");
    return seconds.isPresent()
        ? Optional.of(Duration.ofMillis((long) (seconds.getAsDouble() * 1000)))
        : Optional.empty();
  }

  /** Why the job failed, in one line. */
  Optional<String> problem() {
    return Problems.line(json.get("problem"));
  }

  /** This job after a {@code job.progress}. */
  JobView withProgress(Json progress) {
    LinkedHashMap<String, Json> members = members();
    for (String name : LIVE) {
      members.remove(name);
      if (progress.get(name) != Json.Word.NULL) {
        members.put(name, progress.get(name));
      }
    }
    return new JobView(new Json.Obj(members));
  }

  /** This job after a {@code job.done}. */
  JobView withState(Json change) {
    LinkedHashMap<String, Json> members = members();
    for (String name : List.of("state", "counts")) {
      if (change.get(name) != Json.Word.NULL) {
        members.put(name, change.get(name));
      }
    }
    return new JobView(new Json.Obj(members));
  }

  private LinkedHashMap<String, Json> members() {
    return json instanceof Json.Obj(var members)
        ? new LinkedHashMap<>(members)
        : new LinkedHashMap<>();
  }
}
