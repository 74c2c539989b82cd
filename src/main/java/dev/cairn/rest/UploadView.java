package dev.cairn.rest;

import dev.cairn.job.Arrival;
import dev.cairn.job.Upload;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An upload on the wire. */
@Schema(name = "Upload", description = "Bytes that have arrived, or are on their way")
public record UploadView(
    UUID id,
    @Schema(description = "File name without folders", examples = "report.pdf") String name,
    @Schema(description = "`arriving` or `whole`; only a whole one can be named by a job")
        String state,
    @Schema(
            description = "Told from content, name and Content-Type; when whole",
            examples = "application/pdf",
            implementation = String.class)
        Optional<String> mediaType,
    @Schema(description = "Bytes that are here, durably") long offset,
    @Schema(description = "Bytes in all, when that is known", implementation = Long.class)
        OptionalLong size,
    @Schema(
            description = "Digest of the bytes, hexadecimal; when whole",
            implementation = String.class)
        Optional<String> sha256,
    Instant createdAt,
    @Schema(
            description = "When it is thrown away unless somebody goes on with it",
            implementation = Instant.class)
        Optional<Instant> expiresAt) {

  static UploadView of(Upload upload) {
    return new UploadView(
        upload.id(),
        upload.name(),
        "whole",
        Optional.of(upload.mediaType()),
        upload.size(),
        OptionalLong.of(upload.size()),
        Optional.of(upload.blob()),
        upload.createdAt(),
        Optional.empty());
  }

  static UploadView of(Arrival arrival) {
    return new UploadView(
        arrival.id(),
        arrival.announced().name(),
        "arriving",
        Optional.empty(),
        arrival.hold().offset(),
        arrival.announced().length(),
        Optional.empty(),
        arrival.createdAt(),
        Optional.of(arrival.expiresAt()));
  }
}
