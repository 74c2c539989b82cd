package dev.cairn.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.cairn.job.JobRequest;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON that submits a job. */
@Schema(name = "JobOrder", description = "What to do with which uploads")
public record JobOrder(
    @Schema(required = true, examples = "chunk") @Nullable String pipeline,
    @Schema(required = true, description = "Ids of uploads, in the order of the documents")
        @Nullable List<String> uploads,
    @Schema(description = "See GET /v1/pipelines/{name}") @Nullable Map<String, Object> params,
    @Nullable String name,
    @Schema(description = "Your own name for this set of documents") @Nullable String batch,
    @Schema(description = "Higher goes first", defaultValue = "0") @Nullable Integer priority) {

  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build()
          .readerFor(JobOrder.class);

  /**
   * Reads an order.
   *
   * @throws ProblemException 400 {@code invalid-json} with the place, or 422 with the field
   */
  static JobOrder parse(byte[] json) {
    String text = new String(json, UTF_8).strip();
    if (text.isEmpty()) {
      throw Refusals.invalidJson("The body is empty.");
    }
    try {
      JobOrder order = READER.readValue(text);
      if (order == null) {
        throw Refusals.invalidField("pipeline", "pipeline is missing");
      }
      return order;
    } catch (UnrecognizedPropertyException e) {
      String known =
          Arrays.stream(JobOrder.class.getRecordComponents())
              .map(component -> component.getName())
              .collect(Collectors.joining(", "));
      throw Refusals.invalidField(
          path(e), "There is no field " + e.getPropertyName() + "; there are: " + known + ".");
    } catch (MismatchedInputException e) {
      throw mismatch(e, text);
    } catch (JsonProcessingException e) {
      throw Refusals.invalidJson(e.getOriginalMessage() + place(e));
    }
  }

  /** The pipeline's name. */
  String pipelineName() {
    if (pipeline == null || pipeline.isBlank()) {
      throw Refusals.invalidField("pipeline", "pipeline is missing");
    }
    return pipeline;
  }

  /** The uploads' ids. */
  List<UUID> uploadIds() {
    return uploads == null ? List.of() : uploads.stream().map(JobOrder::uploadId).toList();
  }

  /** The parameters, unchecked. */
  Map<String, Object> parameters() {
    return params == null ? Map.of() : params;
  }

  /** How people find the job again. */
  JobRequest.Label label() {
    return Labels.of(name, batch, priority == null ? 0 : priority);
  }

  private static UUID uploadId(@Nullable String given) {
    return Optional.ofNullable(given)
        .flatMap(Ids::parse)
        .orElseThrow(
            () ->
                ProblemException.permanent(
                    Problem.ofField(
                        "unknown-upload",
                        "There is no such upload",
                        422,
                        "uploads",
                        "No upload " + given + ".")));
  }

  private static ProblemException mismatch(MismatchedInputException e, String text) {
    String field = path(e);
    if (!field.isEmpty()) {
      return Refusals.invalidField(field, field + " has the wrong type" + place(e));
    }
    return text.startsWith("{")
        ? Refusals.invalidJson("Something follows the object" + place(e))
        : Refusals.invalidField("", "The body is not one JSON object" + place(e));
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? "."
        : " (line %d, column %d)."
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}
