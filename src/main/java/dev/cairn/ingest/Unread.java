package dev.cairn.ingest;

import dev.cairn.blob.CorruptBlobException;
import dev.cairn.job.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Blobs that could not be read when last tried. Each rests for a while before it is tried again, so
 * that it holds no others up; one that stays unreadable is given up.
 */
final class Unread {

  /** A blob that is gone is looked for thrice: a shared folder may show a new file late. */
  private static final int TRIES_WHEN_GONE = 3;

  /** Other trouble of a disk or a network may pass: some six minutes, with growing pauses. */
  private static final int TRIES = 12;

  private static final Duration FIRST_REST = Duration.ofSeconds(1);
  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  /** Jobs may be paused or deleted while their blob rests: nobody asks for it again then. */
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private record Tried(int times, long last, Duration rest) {

    boolean rests(long now) {
      return now - last < rest.toNanos();
    }
  }

  private final Map<String, Tried> blobs = new ConcurrentHashMap<>();

  /** Those that should not be tried at the moment. */
  List<String> resting() {
    long now = System.nanoTime();
    return blobs.entrySet().stream()
        .filter(each -> each.getValue().rests(now))
        .map(Map.Entry::getKey)
        .toList();
  }

  void forget(String blob) {
    blobs.remove(blob);
  }

  /** A blob could not be read; the reason to give it up when that was tried often enough. */
  Optional<Problem> failed(String blob, IOException why) {
    long now = System.nanoTime();
    blobs.values().removeIf(tried -> now - tried.last() > FORGOTTEN.toNanos());
    int times = blobs.containsKey(blob) ? blobs.get(blob).times() + 1 : 1;
    boolean gone =
        why instanceof NoSuchFileException
            || why instanceof EOFException
            || why instanceof CorruptBlobException;
    if (times >= (gone ? TRIES_WHEN_GONE : TRIES)) {
      blobs.remove(blob);
      return Optional.of(gone ? lost(why) : unreadable(why));
    }
    blobs.put(blob, new Tried(times, now, rest(times)));
    return Optional.empty();
  }

  private static Duration rest(int times) {
    Duration rest = FIRST_REST.multipliedBy(1L << (times - 1));
    return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
  }

  private static Problem lost(IOException why) {
    String what =
        switch (why) {
          case EOFException shorter -> "is shorter than it was: " + shorter.getMessage();
          case CorruptBlobException damaged -> "is damaged on the disk";
          default -> "is not there";
        };
    return Problem.of(
        "upload-lost",
        "An upload is lost",
        500,
        "The file of an upload " + what + ". When it is back, retry the job.");
  }

  /** Not the words of the failure: they tell paths. */
  private static Problem unreadable(IOException why) {
    return Problem.of(
        "upload-unreadable",
        "An upload can't be read",
        500,
        "Reading the file of an upload failed %d times, last with %s. Retry the job later."
            .formatted(TRIES, why.getClass().getSimpleName()));
  }
}
