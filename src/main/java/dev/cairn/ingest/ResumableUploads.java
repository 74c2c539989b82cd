package dev.cairn.ingest;

import dev.cairn.blob.BlobStore;
import dev.cairn.blob.Draft;
import dev.cairn.job.Announcement;
import dev.cairn.job.Arrival;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import dev.cairn.store.Arrivals;
import dev.cairn.store.Arrivals.Found;
import dev.cairn.store.Arrivals.Taken;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Uploads that arrive in pieces: over cut connections, from one node to the next, and after any
 * crash. The newest request always wins: it takes the upload from whoever had it, alive or not.
 */
@ApplicationScoped
public class ResumableUploads {

  private static final Logger LOG = Logger.getLogger(ResumableUploads.class);

  /**
   * The bytes of one request.
   *
   * @param offset where they belong in the upload
   * @param length of the whole upload, when that is said only now
   * @param checksum what they must come to
   * @param bytes come only as fast as they are asked for
   */
  public record Piece(
      long offset, OptionalLong length, Optional<Checksum> checksum, Multi<Buffer> bytes) {
    public Piece {
      Objects.requireNonNull(length, "length");
      Objects.requireNonNull(checksum, "checksum");
      Objects.requireNonNull(bytes, "bytes");
    }
  }

  private final Arrivals arrivals;
  private final BlobStore blobs;
  private final Workers workers;
  private final IngestConfig config;
  private final Handover handover = new Handover();

  ResumableUploads(Arrivals arrivals, BlobStore blobs, Workers workers, IngestConfig config) {
    this.arrivals = arrivals;
    this.blobs = blobs;
    this.workers = workers;
    this.config = config;
  }

  /** Bytes that an upload may have at most. */
  public long most() {
    return config.maxUploadBytes().asLongValue();
  }

  /**
   * Begins an upload; one that is announced to be empty is whole at once.
   *
   * @throws ProblemException 413 {@code upload-too-large}
   */
  public Uni<Found> begin(long tenant, Announcement announced) {
    if (announced.length().orElse(0) > most()) {
      throw Incoming.tooLarge(most());
    }
    return arrivals
        .begin(tenant, announced.named(FileName.clean(announced.name())), config.keepArriving())
        .chain(
            arrival ->
                announced.length().orElse(-1) == 0
                    ? handover.hold(arrival.id(), holder -> finish(arrival))
                    : Uni.createFrom().item(new Taken(arrival)));
  }

  /**
   * Begins an upload and receives its first bytes.
   *
   * @param loop where the bytes come, and where to go on afterwards
   */
  public Uni<Found> begin(long tenant, Announcement announced, Piece piece, Executor loop) {
    return begin(tenant, announced)
        .chain(
            found ->
                found instanceof Taken(Arrival arrival)
                    ? handover.hold(
                        arrival.id(), holder -> receive(new Taken(arrival), piece, holder, loop))
                    : Uni.createFrom().item(found))
        .emitOn(loop);
  }

  /**
   * Receives the next bytes of an upload. When they break off, those that came are kept.
   *
   * @param loop where the bytes come, and where to go on afterwards
   * @return how far the upload is now; a failed Uni with 409 {@code upload-offset} when the bytes
   *     don't belong where it is, 460 {@code checksum-mismatch}, 413 {@code upload-too-large}
   */
  public Uni<Found> append(long tenant, UUID id, Piece piece, Executor loop) {
    return handover
        .hold(
            id,
            holder ->
                arrivals
                    .take(tenant, id, config.keepArriving())
                    .chain(found -> receive(found, piece, holder, loop)))
        .emitOn(loop);
  }

  /** How far an upload is; from now on nobody else goes on with it. */
  public Uni<Found> take(long tenant, UUID id) {
    return handover.hold(
        id,
        holder ->
            arrivals
                .take(tenant, id, config.keepArriving())
                .chain(
                    found ->
                        found instanceof Taken(Arrival arrival) && arrival.missing().orElse(-1) == 0
                            ? finish(arrival)
                            : Uni.createFrom().item(found)));
  }

  /**
   * Forgets an upload, whether whole or not.
   *
   * @return whether there was one
   */
  public Uni<Boolean> remove(long tenant, UUID id) {
    return handover.hold(id, holder -> arrivals.remove(tenant, id).call(() -> discard(id)));
  }

  private Uni<Found> receive(Found found, Piece piece, Handover.Holder holder, Executor loop) {
    return switch (found) {
      case Taken(Arrival arrival) -> {
        if (piece.offset() != arrival.hold().offset()) {
          throw elsewhere(arrival.hold().offset());
        }
        yield measured(arrival, piece).chain(known -> receive(known, piece, holder, loop));
      }
      case Arrivals.Whole whole ->
          throw whole.announced().concatenated() ? made() : elsewhere(whole.upload().size());
      case Arrivals.Expired expired -> Uni.createFrom().item(expired);
      case Arrivals.Unknown unknown -> Uni.createFrom().item(unknown);
    };
  }

  private Uni<Arrival> measured(Arrival arrival, Piece piece) {
    if (piece.length().isEmpty() || piece.length().equals(arrival.announced().length())) {
      return Uni.createFrom().item(arrival);
    }
    long length = piece.length().getAsLong();
    if (arrival.announced().length().isPresent() || length < arrival.hold().offset()) {
      throw saidBefore();
    }
    if (length > most()) {
      throw Incoming.tooLarge(most());
    }
    return arrivals
        .measure(arrival, length)
        .map(measured -> measured.orElseThrow(ArrivalWriter::takenOver));
  }

  private Uni<Found> receive(Arrival arrival, Piece piece, Handover.Holder holder, Executor loop) {
    return writing(
        arrival,
        piece.checksum(),
        writer -> {
          Receiving receiving = new Receiving(writer, loop);
          Uni<Void> received = receiving.receive(piece.bytes());
          holder.onNext(() -> receiving.stop(ArrivalWriter.takenOver()));
          return received.onFailure().call(cut -> writer.rest()).chain(writer::end);
        });
  }

  /** All bytes are there already: they only have to be made a blob. */
  private Uni<Found> finish(Arrival arrival) {
    return writing(arrival, Optional.empty(), ArrivalWriter::end);
  }

  private Uni<Found> writing(
      Arrival arrival, Optional<Checksum> checksum, Function<ArrivalWriter, Uni<Found>> work) {
    ArrivalWriter.Means means =
        new ArrivalWriter.Means(workers, blobs, arrivals, config.keepArriving(), most());
    Arrival.Hold hold = arrival.hold();
    return workers
        .run(
            () ->
                blobs.draft(
                    new Draft.At(
                        arrival.id(), hold.epoch(), hold.written(), hold.offset(), hold.place())))
        .map(draft -> new ArrivalWriter(means, arrival, draft, checksum))
        .chain(writer -> work.apply(writer).eventually(writer::close))
        .call(
            found ->
                found instanceof Arrivals.Whole
                    ? discard(arrival.id())
                    : Uni.createFrom().voidItem());
  }

  /** What can't be removed now is found later by the sweep. */
  private Uni<Void> discard(UUID id) {
    return workers
        .perform(() -> blobs.discard(id))
        .onFailure()
        .invoke(failure -> LOG.warnf("What arrived of an upload can't be removed now: %s", failure))
        .onFailure()
        .recoverWithNull();
  }

  private static ProblemException elsewhere(long offset) {
    return ProblemException.permanent(
        Problem.ofField(
            "upload-offset",
            "The bytes do not belong where the upload is",
            409,
            "Upload-Offset",
            "The upload has " + offset + " bytes."));
  }

  private static ProblemException made() {
    return ProblemException.permanent(
        Problem.of(
            "upload-concatenated",
            "The upload is made of others",
            403,
            "Nothing can be added to an upload that was made of others."));
  }

  private static ProblemException saidBefore() {
    return ProblemException.permanent(
        Problem.ofField(
            "upload-length",
            "The upload has another length",
            400,
            "Upload-Length",
            "It was said before, or more bytes are there already."));
  }
}
