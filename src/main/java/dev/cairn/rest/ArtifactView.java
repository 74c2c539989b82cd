package dev.cairn.rest;

import dev.cairn.job.Document;
import dev.cairn.store.Results;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An artifact on the wire, without its bytes. */
@Schema(name = "Artifact")
public record ArtifactView(
    @Schema(examples = "0/index.json") String name,
    @Schema(description = "The document it belongs to; absent for those of the job itself")
        Optional<Long> document,
    String mediaType,
    @Schema(description = "Bytes") long size) {

  /** Many artifacts. */
  @Schema(name = "Artifacts")
  public record Page(List<ArtifactView> artifacts) {}

  static ArtifactView of(Results.ArtifactInfo info) {
    return new ArtifactView(
        Sequence.of(info.seq()) + "/" + info.name(),
        info.seq() == Document.JOB_ITSELF ? Optional.empty() : Optional.of(info.seq()),
        info.mediaType(),
        info.size());
  }
}
