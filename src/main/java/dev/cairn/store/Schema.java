package dev.cairn.store;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tables up to date before anything uses them. A server whose database is away when it
 * starts waits for it, and answers its health checks meanwhile. What time does not heal (a wrong
 * password, tables of a newer version) ends the start.
 */
@ApplicationScoped
public class Schema {

  /** The tables are there. Fired once, on a thread that may be blocked. */
  public record Ready() {}

  private static final Logger LOG = Logger.getLogger(Schema.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Flyway flyway;
  private final Event<Ready> ready;
  private final boolean patient;
  private volatile Optional<String> trouble = Optional.of("starting");

  /**
   * @param patient whether a database that can't be reached is waited for
   */
  Schema(
      Flyway flyway,
      Event<Ready> ready,
      @ConfigProperty(name = "cairn.database.wait", defaultValue = "true") boolean patient) {
    this.flyway = flyway;
    this.ready = ready;
    this.patient = patient;
  }

  void prepare(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
    try {
      migrate();
    } catch (FlywayException failure) {
      if (!patient || !away(failure)) {
        throw failure;
      }
      tell(failure);
      Thread.ofPlatform().daemon().name("cairn-schema").start(this::waitForIt);
    }
  }

  /** Why the tables are not there yet, for people; empty when they are. */
  public Optional<String> trouble() {
    return trouble;
  }

  private void migrate() {
    flyway.migrate();
    ready.fire(new Ready());
    trouble = Optional.empty();
  }

  private void waitForIt() {
    try {
      while (trouble.isPresent()) {
        Thread.sleep(PAUSE);
        tryAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (FlywayException failure) {
      LOG.errorf("The database can't be used: %s", reason(failure));
      Quarkus.asyncExit(1);
    }
  }

  private void tryAgain() {
    try {
      migrate();
      LOG.info("The database is there");
    } catch (FlywayException failure) {
      if (!away(failure)) {
        throw failure;
      }
      tell(failure);
    }
  }

  /** Once for each reason, not once for each try. */
  private void tell(FlywayException failure) {
    String why = reason(failure);
    if (!trouble.equals(Optional.of(why))) {
      LOG.warnf("Waiting for the database: %s", why);
      trouble = Optional.of(why);
    }
  }

  /** Whether it could not be reached, or can't be written to for now. */
  private static boolean away(FlywayException failure) {
    SQLException cause = cause(failure);
    return cause != null && (cause.getSQLState() == null || Database.away(cause.getSQLState()));
  }

  private static String reason(FlywayException failure) {
    SQLException refused = cause(failure);
    Throwable cause = refused == null ? failure : refused;
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    Throwable below = cause.getCause();
    return below == null ? message : message + " (" + below.getClass().getSimpleName() + ")";
  }

  /** What the database or the way to it said, or null when it is not about that. */
  private static @Nullable SQLException cause(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    return (SQLException) cause;
  }
}
