package dev.cairn.rest;

import dev.cairn.engine.Engine;
import dev.cairn.job.Rescued;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Interrupted work is taken over by itself within seconds; this does it now. */
@Path("/v1/recover")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "nodes", description = "The servers that share the work")
public class RecoverResource {

  private final Engine engine;

  RecoverResource(Engine engine) {
    this.engine = engine;
  }

  /**
   * What was taken over of one job from one node.
   *
   * @param job the job's id
   * @param node the dead node
   * @param name what it called itself
   * @param ranges how many ranges it held
   * @param documents documents in them, finished ones included
   */
  @Schema(name = "TakenOver")
  public record TakenOver(UUID job, long node, String name, int ranges, long documents) {
    static TakenOver of(Rescued rescued) {
      return new TakenOver(
          rescued.id(), rescued.node(), rescued.name(), rescued.ranges(), rescued.documents());
    }
  }

  /** All that was taken over. */
  @Schema(name = "Recovery")
  public record Recovery(List<TakenOver> takenOver) {}

  @POST
  @Operation(
      operationId = "recover",
      summary = "Take over now what interrupted nodes held",
      description =
          """
          Nodes whose connection to the database is gone count as dead at once, without the usual
          second of grace. Nodes that live keep what they have.
          """)
  @APIResponse(responseCode = "200", description = "What was taken over; empty when nothing was")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Uni<Recovery> recover() {
    return engine
        .recover()
        .map(rescued -> new Recovery(rescued.stream().map(TakenOver::of).toList()));
  }
}
