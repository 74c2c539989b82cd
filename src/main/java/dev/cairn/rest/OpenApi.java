package dev.cairn.rest;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the OpenAPI document says of the whole. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Cairn",
            version = "1",
            description =
                "Durable document processing: hand in documents, name a pipeline, watch it work.",
            license =
                @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
    components =
        @Components(
            responses = {
              @APIResponse(
                  name = "InvalidRequest",
                  description = "`invalid-request`, `invalid-json`",
                  content =
                      @Content(
                          mediaType = ProblemView.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemView.class))),
              @APIResponse(
                  name = "NotFound",
                  description = "`not-found`: no such thing, or no id at all",
                  content =
                      @Content(
                          mediaType = ProblemView.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemView.class))),
              @APIResponse(
                  name = "Conflict",
                  description = "`illegal-transition`",
                  content =
                      @Content(
                          mediaType = ProblemView.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemView.class))),
              @APIResponse(
                  name = "TooLarge",
                  description = "`upload-too-large`, `request-too-large`",
                  content =
                      @Content(
                          mediaType = ProblemView.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemView.class))),
              @APIResponse(
                  name = "Unprocessable",
                  description =
                      "`unknown-pipeline`, `unknown-parameter`, `invalid-parameter`, `unknown-upload`, `no-documents`, `invalid-field`",
                  content =
                      @Content(
                          mediaType = ProblemView.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemView.class))),
              @APIResponse(
                  name = "Unavailable",
                  description = "`database-unavailable`; the Retry-After header says when",
                  content =
                      @Content(
                          mediaType = ProblemView.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemView.class)))
            }))
public class OpenApi extends Application {}
