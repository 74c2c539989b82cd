package dev.cairn.rest;

import dev.cairn.engine.Engine;
import dev.cairn.store.Database;
import dev.cairn.store.Schema;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means that the database answers, that the engine is entered in it, and that results go
 * through. When not, the reason is told.
 */
@Readiness
@ApplicationScoped
class ReadyCheck implements AsyncHealthCheck {

  private static final String NAME = "database and engine";
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Schema schema;
  private final Database database;
  private final Engine engine;

  ReadyCheck(Schema schema, Database database, Engine engine) {
    this.schema = schema;
    this.database = database;
    this.engine = engine;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    Optional<String> waits = schema.trouble().map(why -> "waiting for the database: " + why);
    return waits.isPresent() ? Uni.createFrom().item(response(waits)) : inTouch();
  }

  private Uni<HealthCheckResponse> inTouch() {
    return database
        .answers()
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .map(answers -> engine.trouble())
        .onFailure()
        .recoverWithItem(
            failure -> Optional.of("the database does not answer: " + Database.reason(failure)))
        .map(ReadyCheck::response);
  }

  private static HealthCheckResponse response(Optional<String> trouble) {
    HealthCheckResponseBuilder response = HealthCheckResponse.named(NAME);
    trouble.ifPresent(why -> response.withData("reason", why));
    return response.status(trouble.isEmpty()).build();
  }
}
