package dev.cairn.rest;

import dev.cairn.job.Problem;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A problem on the wire. */
@Schema(name = "Problem", description = "RFC 9457 problem details")
public record ProblemView(
    @Schema(description = "Stable", examples = "urn:cairn:problem:not-found") String type,
    String title,
    int status,
    String detail,
    @Schema(description = "The field at fault", examples = "params.size") Optional<String> field) {

  static final String MEDIA_TYPE = "application/problem+json";

  static ProblemView of(Problem problem) {
    return new ProblemView(
        problem.type(), problem.title(), problem.status(), problem.detail(), problem.field());
  }
}
