package dev.cairn.store;

import dev.cairn.job.Job;
import dev.cairn.job.Job.Counts;
import dev.cairn.job.Job.Pace;
import dev.cairn.job.Job.Processing;
import dev.cairn.job.Job.StageTally;
import dev.cairn.job.JobRequest;
import dev.cairn.job.JobState;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a row of the job view becomes a {@link Job}. */
final class JobRows {

  /**
   * A job with its counters, to be followed by a condition. Its cost does not grow with the number
   * of documents: counters are kept, not counted.
   */
  static final String VIEW =
      """
      select j.*, t.done, t.failed, t.skipped, t.took_us,
             (select count(*) from failure f where f.job = j.id and f.state = 'waiting') as waiting,
             exists (select 1 from lease l where l.job = j.id and l.node is not null) as held,
             extract(epoch from (coalesce(j.finished_at, now()) - j.active_since))::float8 as active_seconds
      from job j
      cross join lateral (
        select array_agg(done order by stage) as done, array_agg(failed order by stage) as failed,
               array_agg(skipped order by stage) as skipped, array_agg(took_us order by stage) as took_us
        from tally where job = j.id) t
      """;

  private JobRows() {}

  static Job job(Row row) {
    List<StageTally> stages = stages(row);
    Counts counts = counts(row, stages);
    return new Job(
        row.getLong("id"),
        row.getUUID("uid"),
        request(row),
        state(row),
        Processing.ofWire(row.getString("processing")),
        counts,
        stages,
        pace(row, counts),
        Optional.ofNullable(row.getString("problem")).map(Problems::parse));
  }

  static JobState state(Row row) {
    return JobState.ofWire(row.getString("state")).orElseThrow();
  }

  static JobRequest request(Row row) {
    return new JobRequest(
        new JobRequest.Plan(
            row.getString("pipeline"),
            row.getInteger("version"),
            List.of(row.getArrayOfStrings("stages")),
            row.getInteger("document_stages")),
        row.getString("params"),
        new JobRequest.Label(
            Optional.ofNullable(row.getString("name")),
            Optional.ofNullable(row.getString("batch")),
            row.getInteger("priority")));
  }

  private static List<StageTally> stages(Row row) {
    String[] names = row.getArrayOfStrings("stages");
    List<StageTally> stages = new ArrayList<>(names.length);
    for (int i = 0; i < names.length; i++) {
      stages.add(
          new StageTally(
              names[i],
              row.getArrayOfLongs("done")[i],
              row.getArrayOfLongs("failed")[i],
              row.getArrayOfLongs("skipped")[i],
              row.getArrayOfLongs("took_us")[i]));
    }
    return stages;
  }

  private static Counts counts(Row row, List<StageTally> all) {
    List<StageTally> stages = all.subList(0, row.getInteger("document_stages"));
    long done = stages.getLast().done();
    long failed = stages.stream().mapToLong(StageTally::failed).sum();
    long skipped = stages.stream().mapToLong(StageTally::skipped).sum();
    long documents = row.getLong("documents");
    long finished = done + failed + skipped;
    long granted = Math.max(0, row.getLong("granted") - finished - row.getLong("waiting"));
    long running = row.getBoolean("held") ? granted : 0;
    Optional<Long> total = row.getBoolean("split") ? Optional.of(documents) : Optional.empty();
    long pending = Math.max(0, documents - finished - running);
    return new Counts(total, pending, running, done, failed, skipped);
  }

  private static Pace pace(Row row, Counts counts) {
    Double seconds = row.getDouble("active_seconds");
    long finished = counts.finished() - row.getLong("active_from");
    Optional<Double> perMinute =
        seconds == null || seconds <= 0 || finished <= 0
            ? Optional.empty()
            : Optional.of(finished * 60 / seconds);
    return new Pace(
        instant(row.getOffsetDateTime("created_at")).orElseThrow(),
        instant(row.getOffsetDateTime("started_at")),
        instant(row.getOffsetDateTime("finished_at")),
        perMinute);
  }

  static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
