package dev.cairn.rest;

import dev.cairn.job.Once;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import dev.cairn.store.Idempotency;
import dev.cairn.store.Idempotency.Earlier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Submissions that may come again, because their client did not hear the answer: by the header
 * {@code Idempotency-Key} of draft-ietf-httpapi-idempotency-key-header.
 */
@ApplicationScoped
class Repeats {

  static final String HEADER = "Idempotency-Key";

  private static final int LONGEST = 255;

  private record Request(long tenant, String key) {}

  private final Idempotency idempotency;
  private final Set<Request> inFlight = ConcurrentHashMap.newKeySet();

  Repeats(Idempotency idempotency) {
    this.idempotency = idempotency;
  }

  /**
   * The key in a header, which may be in quotes.
   *
   * @throws ProblemException 400 {@code invalid-header}
   */
  static Optional<String> key(String header) {
    String plain = header.strip();
    if (plain.length() > 1 && plain.startsWith("\"") && plain.endsWith("\"")) {
      plain = plain.substring(1, plain.length() - 1);
    }
    boolean printable = plain.chars().allMatch(c -> c >= ' ' && c < 127);
    if (plain.isEmpty() || plain.length() > LONGEST || !printable) {
      throw Tus.refused(HEADER, "A key has 1 to " + LONGEST + " printable characters.");
    }
    return Optional.of(plain);
  }

  /**
   * Handles a request unless the same is being handled here. (On another node they meet in the
   * database.)
   *
   * @throws ProblemException 409 {@code request-in-flight}
   */
  <T> Uni<T> alone(long tenant, String key, Supplier<Uni<T>> work) {
    Request request = new Request(tenant, key);
    if (!inFlight.add(request)) {
      throw ProblemException.permanent(
          Problem.ofField(
              "request-in-flight",
              "The same request is being handled",
              409,
              HEADER,
              "Ask again when it has been answered."));
    }
    return Uni.createFrom()
        .deferred(work::get)
        .onTermination()
        .invoke(() -> inFlight.remove(request));
  }

  /**
   * Submits, unless that was done before.
   *
   * @return internal key of the job, the earlier one if there is
   * @throws ProblemException 422 {@code key-reused} when something else was asked for under the key
   *     (as a failed Uni)
   */
  Uni<Long> submit(long tenant, Once once, Supplier<Uni<Long>> submit) {
    return idempotency
        .find(tenant, once.key())
        .chain(
            earlier ->
                earlier.isPresent()
                    ? Uni.createFrom().item(() -> same(earlier.get(), once))
                    : submit
                        .get()
                        .onFailure(Idempotency.Used.class)
                        .recoverWithUni(() -> submit(tenant, once, submit)));
  }

  private static long same(Earlier earlier, Once once) {
    if (!earlier.once().equals(once)) {
      throw ProblemException.permanent(
          Problem.ofField(
              "key-reused",
              "The key was used for another request",
              422,
              HEADER,
              "Something else was submitted under this key; use a new one for each submission."));
    }
    return earlier.job();
  }
}
