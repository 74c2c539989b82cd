package dev.cairn.rest;

import dev.cairn.ingest.Concatenation;
import dev.cairn.ingest.ResumableUploads;
import dev.cairn.ingest.ResumableUploads.Piece;
import dev.cairn.job.Announcement;
import dev.cairn.job.Arrival;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import dev.cairn.store.Arrivals;
import dev.cairn.store.Arrivals.Found;
import dev.cairn.tenant.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URI;
import java.util.OptionalLong;
import java.util.UUID;

/** Answers the requests of the tus protocol. */
@ApplicationScoped
class TusUploads {

  private final ResumableUploads uploads;
  private final Concatenation concatenation;
  private final Caller caller;

  TusUploads(ResumableUploads uploads, Concatenation concatenation, Caller caller) {
    this.uploads = uploads;
    this.concatenation = concatenation;
    this.caller = caller;
  }

  long most() {
    return uploads.most();
  }

  /** Begins an upload, perhaps with its first bytes, or makes it of others. */
  Uni<Response> create(RequestBody body) {
    MultiMap headers = body.request().headers();
    Tus.expectVersion(headers);
    Announcement announced = Tus.announcement(headers);
    if (announced.concatenated()) {
      return concatenation
          .join(caller.tenant(), announced, Tus.pieces(announced))
          .map(upload -> created(upload.id()).build());
    }
    Uni<Found> begun =
        Tus.carriesBytes(headers.get(HttpHeaders.CONTENT_TYPE))
            ? uploads.begin(
                caller.tenant(), announced, piece(0, OptionalLong.empty(), body), body.loop())
            : uploads.begin(caller.tenant(), announced);
    return begun.map(found -> progress(created(id(found)), found).build());
  }

  /** Receives the next bytes. */
  Uni<Response> append(String id, RequestBody body) {
    MultiMap headers = body.request().headers();
    Tus.expectVersion(headers);
    if (!Tus.carriesBytes(headers.get(HttpHeaders.CONTENT_TYPE))) {
      throw ProblemException.permanent(
          Problem.ofField(
              "unsupported-media-type",
              "The media type is not taken here",
              415,
              "Content-Type",
              "Bytes of an upload come as " + Tus.BYTES + "."));
    }
    Piece piece = piece(Tus.offset(headers), Tus.number(headers, Tus.LENGTH), body);
    return uploads
        .append(caller.tenant(), Ids.expect(id, "upload"), piece, body.loop())
        .map(found -> progress(Response.noContent(), found).build());
  }

  private static Piece piece(long offset, OptionalLong length, RequestBody body) {
    return new Piece(offset, length, Tus.checksum(body.request().headers()), body.bytes());
  }

  /** Tells how far an upload is. */
  Uni<Response> head(String id, MultiMap headers) {
    Tus.expectVersion(headers);
    return uploads
        .take(caller.tenant(), Ids.expect(id, "upload"))
        .map(
            found -> {
              ResponseBuilder answer = progress(Response.ok(), found);
              describe(answer, announced(found));
              return answer
                  .header(jakarta.ws.rs.core.HttpHeaders.CACHE_CONTROL, "no-store")
                  .build();
            });
  }

  /** Forgets an upload. */
  Uni<Response> delete(String id) {
    return uploads
        .remove(caller.tenant(), Ids.expect(id, "upload"))
        .map(
            removed -> {
              if (!removed) {
                throw Refusals.notFound("upload " + id);
              }
              return Response.noContent().build();
            });
  }

  private static ResponseBuilder created(UUID id) {
    return Response.created(URI.create("/v1/uploads/" + id));
  }

  private static ResponseBuilder progress(ResponseBuilder answer, Found found) {
    return switch (found) {
      case Arrivals.Taken(Arrival arrival) ->
          answer
              .header(Tus.OFFSET, arrival.hold().offset())
              .header(Tus.EXPIRES, Tus.date(arrival.expiresAt()));
      case Arrivals.Whole whole -> answer.header(Tus.OFFSET, whole.upload().size());
      case Arrivals.Expired expired -> throw expired();
      case Arrivals.Unknown unknown -> throw Refusals.notFound("such upload");
    };
  }

  private static void describe(ResponseBuilder answer, Announcement announced) {
    if (announced.length().isPresent()) {
      answer.header(Tus.LENGTH, announced.length().getAsLong());
    } else {
      answer.header(Tus.DEFER_LENGTH, 1);
    }
    announced.metadata().ifPresent(said -> answer.header(Tus.METADATA, said));
    announced.concat().ifPresent(said -> answer.header(Tus.CONCAT, said));
  }

  private static Announcement announced(Found found) {
    return switch (found) {
      case Arrivals.Taken(Arrival arrival) -> arrival.announced();
      case Arrivals.Whole whole -> whole.announced();
      case Arrivals.Expired expired -> throw expired();
      case Arrivals.Unknown unknown -> throw Refusals.notFound("such upload");
    };
  }

  private static UUID id(Found found) {
    return switch (found) {
      case Arrivals.Taken(Arrival arrival) -> arrival.id();
      case Arrivals.Whole whole -> whole.upload().id();
      case Arrivals.Expired expired -> throw expired();
      case Arrivals.Unknown unknown -> throw Refusals.notFound("such upload");
    };
  }

  private static ProblemException expired() {
    return ProblemException.permanent(
        Problem.of(
            "upload-expired",
            "The upload was thrown away",
            410,
            "Nobody went on with it for too long; begin it again."));
  }
}
