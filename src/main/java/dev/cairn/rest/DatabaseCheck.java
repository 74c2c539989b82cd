package dev.cairn.rest;

import dev.cairn.store.Database;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that the database answers: without it nothing can be promised. */
@Readiness
@ApplicationScoped
class DatabaseCheck implements AsyncHealthCheck {

  private static final String NAME = "database";
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Database database;

  DatabaseCheck(Database database) {
    this.database = database;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return database
        .answers()
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .map(answers -> HealthCheckResponse.up(NAME))
        .onFailure()
        .recoverWithItem(() -> HealthCheckResponse.down(NAME));
  }
}
