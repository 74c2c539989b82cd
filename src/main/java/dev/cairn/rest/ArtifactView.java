package dev.cairn.rest;

import dev.cairn.store.Results;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An artifact on the wire, without its bytes. */
@Schema(name = "Artifact")
public record ArtifactView(
    @Schema(examples = "0/index.json") String name,
    @Schema(description = "The document it belongs to") long document,
    String mediaType,
    @Schema(description = "Bytes") long size) {

  /** Many artifacts. */
  @Schema(name = "Artifacts")
  public record Page(List<ArtifactView> artifacts) {}

  static ArtifactView of(Results.ArtifactInfo info) {
    return new ArtifactView(
        info.seq() + "/" + info.name(), info.seq(), info.mediaType(), info.size());
  }
}
