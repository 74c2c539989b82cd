package dev.cairn.rest;

import dev.cairn.engine.Engine;
import dev.cairn.store.Database;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that the database answers, and that the engine is entered in it and works. */
@Readiness
@ApplicationScoped
class ReadyCheck implements AsyncHealthCheck {

  private static final String NAME = "database and engine";
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Database database;
  private final Engine engine;

  ReadyCheck(Database database, Engine engine) {
    this.database = database;
    this.engine = engine;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return database
        .answers()
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .map(answers -> HealthCheckResponse.named(NAME).status(engine.working()).build())
        .onFailure()
        .recoverWithItem(() -> HealthCheckResponse.down(NAME));
  }
}
