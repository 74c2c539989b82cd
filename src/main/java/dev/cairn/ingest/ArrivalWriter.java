package dev.cairn.ingest;

import dev.cairn.blob.BlobStore;
import dev.cairn.blob.Draft;
import dev.cairn.job.Announcement;
import dev.cairn.job.Arrival;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import dev.cairn.job.StoredFile;
import dev.cairn.job.Upload;
import dev.cairn.store.Arrivals;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Writes an upload that this request holds: bytes to the draft of its blob, and now and then, when
 * they are durable, how far it is to the database.
 */
final class ArrivalWriter implements Receiving.Sink {

  /** Bytes that a server that dies may have received in vain. */
  private static final long MOST_UNSETTLED = 64 << 20;

  /** And the longest time for which it may have. */
  private static final Duration LONGEST_UNSETTLED = Duration.ofSeconds(1);

  /** What it takes to write. */
  record Means(Workers workers, BlobStore blobs, Arrivals arrivals, Duration patience, long most) {}

  private final Means means;
  private final Arrival arrival;
  private final Draft draft;
  private final Optional<Checksum> checksum;
  private Arrival reached;
  private long settledAt = System.nanoTime();

  ArrivalWriter(Means means, Arrival arrival, Draft draft, Optional<Checksum> checksum) {
    this.means = means;
    this.arrival = arrival;
    this.draft = draft;
    this.checksum = checksum;
    this.reached = arrival;
  }

  @Override
  public Uni<Void> write(List<Buffer> batch) {
    return means
        .workers()
        .run(() -> append(batch))
        .chain(due -> due ? settle().replaceWithVoid() : Uni.createFrom().voidItem());
  }

  /** Whether it is time to settle: never before a checksum is known to be right. */
  private boolean append(List<Buffer> batch) throws IOException {
    for (Buffer buffer : batch) {
      if (draft.size() + buffer.length() > arrival.announced().length().orElse(means.most())) {
        throw beyondLength();
      }
      checksum.ifPresent(sum -> sum.update(buffer));
      draft.write(ByteBuffer.wrap(buffer.getBytes()));
    }
    return checksum.isEmpty()
        && (draft.size() - reached.hold().offset() >= MOST_UNSETTLED
            || System.nanoTime() - settledAt >= LONGEST_UNSETTLED.toNanos());
  }

  /** All bytes of the request are written. */
  Uni<Arrivals.Found> end() {
    checksum.ifPresent(Checksum::check);
    return whole()
        ? finish().map(upload -> new Arrivals.Whole(arrival.announced(), upload))
        : settle().map(Arrivals.Taken::new);
  }

  /** What is written is kept, unless nobody knows yet if it is right. */
  @Override
  public Uni<Void> rest() {
    return checksum.isPresent() ? Uni.createFrom().voidItem() : settle().replaceWithVoid();
  }

  private boolean whole() {
    return arrival.announced().length().orElse(-1) == draft.size();
  }

  private Uni<Arrival> settle() {
    if (draft.size() == reached.hold().offset()) {
      return Uni.createFrom().item(reached);
    }
    return means
        .workers()
        .run(
            () -> {
              String place = draft.settle();
              int epoch = arrival.hold().epoch();
              return new Arrival.Hold(epoch, epoch, draft.size(), Optional.of(place));
            })
        .chain(hold -> means.arrivals().advance(arrival, hold, means.patience()))
        .map(advanced -> advanced.orElseThrow(ArrivalWriter::takenOver))
        .invoke(
            advanced -> {
              reached = advanced;
              settledAt = System.nanoTime();
            });
  }

  private Uni<Upload> finish() {
    return means
        .workers()
        .run(draft::finish)
        .chain(blob -> means.workers().run(() -> file(blob)))
        .chain(file -> means.arrivals().complete(arrival, file))
        .map(upload -> upload.orElseThrow(ArrivalWriter::takenOver));
  }

  private StoredFile file(String blob) throws IOException {
    Announcement announced = arrival.announced();
    String type = MediaTypes.of(means.blobs(), blob, announced);
    return new StoredFile(announced.name(), type, blob, draft.size());
  }

  Uni<Void> close() {
    return means.workers().perform(draft::close);
  }

  static ProblemException takenOver() {
    return ProblemException.permanent(
        Problem.of(
            "upload-taken-over",
            "Another request goes on with the upload",
            409,
            "Ask with HEAD how far it is."));
  }

  private static ProblemException beyondLength() {
    return ProblemException.permanent(
        Problem.of(
            "upload-too-large",
            "The upload is larger than it was said to be, or than this server takes",
            413,
            "There are more bytes than the upload has."));
  }
}
