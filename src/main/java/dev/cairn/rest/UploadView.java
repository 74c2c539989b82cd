package dev.cairn.rest;

import dev.cairn.job.Upload;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An upload on the wire. */
@Schema(name = "Upload", description = "Bytes that have arrived whole")
public record UploadView(
    UUID id,
    @Schema(description = "File name without folders", examples = "report.pdf") String name,
    @Schema(description = "Told from content, name and Content-Type", examples = "application/pdf")
        String mediaType,
    @Schema(description = "Bytes") long size,
    @Schema(description = "Digest of the bytes, hexadecimal") String sha256,
    Instant createdAt) {

  static UploadView of(Upload upload) {
    return new UploadView(
        upload.id(),
        upload.name(),
        upload.mediaType(),
        upload.size(),
        upload.blob(),
        upload.createdAt());
  }
}
