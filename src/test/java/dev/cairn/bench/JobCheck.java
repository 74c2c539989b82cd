package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;

/** That a job came to what it had to: a fast engine that loses something is none. */
final class JobCheck {

  private static final int STAGES = 3;

  /** Queued, running and completed; a checkpoint is an event each, and so is a document's end. */
  private static final String WRITTEN =
      """
      select (select count(*) from checkpoint c where c.job = j.id) as checkpoints,
             (select sum(length(handed_on)) from checkpoint c where c.job = j.id) as bytes,
             (select sum(n)::bigint from event e where e.job = j.id) as events,
             (select next_event - 1 from job_head h where h.job = j.id) as told,
             (select count(*) from lease l where l.job = j.id) as leases
      from job j where j.uid = $1
      """;

  private JobCheck() {}

  /** All documents went through all three stages once, and all is written and counted. */
  static void completed(BenchDatabase database, Client client, String id, long documents) {
    JsonNode job = client.job(id);
    assertThat(job.path("state").asText()).isEqualTo("completed");
    assertThat(job.path("counts").path("total").asLong()).isEqualTo(documents);
    assertThat(job.path("counts").path("done").asLong()).isEqualTo(documents);
    job.path("stages")
        .forEach(
            stage -> assertThat(stage.path("done").asLong()).as("%s", stage).isEqualTo(documents));
    Row row =
        database
            .pool()
            .preparedQuery(WRITTEN)
            .executeAndAwait(Tuple.of(UUID.fromString(id)))
            .iterator()
            .next();
    assertThat(row.getLong("checkpoints")).as("checkpoints").isEqualTo(documents * STAGES);
    assertThat(row.getLong("bytes")).as("bytes").isEqualTo(documents * STAGES * 1024);
    assertThat(row.getLong("events")).as("events").isEqualTo(row.getLong("told"));
    assertThat(row.getLong("events")).as("events").isGreaterThanOrEqualTo(documents * STAGES);
    assertThat(row.getLong("leases")).as("leases").isZero();
  }
}
