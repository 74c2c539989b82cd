package dev.cairn.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.job.Event;
import dev.cairn.job.Job;
import dev.cairn.store.Results;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Records of a job as they are committed. */
@ApplicationScoped
public class Records {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final EventFeed feed;
  private final Results results;

  Records(EventFeed feed, Results results) {
    this.feed = feed;
    this.results = results;
  }

  /** Where records were committed. */
  private record Source(long seq, String stage, int records) {
    static Source of(Event event) {
      try {
        JsonNode data = JSON.readTree(event.data());
        return new Source(
            data.get("seq").asLong(), data.get("stage").asText(), data.get("records").asInt());
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("an event is no JSON: " + event.number(), e);
      }
    }
  }

  /**
   * All records from the first, in the order of their commit, each followed by a line feed; those
   * that a stage of a document emitted together come together. Completes when the job is finished.
   */
  public Multi<String> follow(Job job) {
    return feed.after(job.key(), 0)
        .filter(event -> event.type().equals(Event.STAGE_CHECKPOINTED))
        .map(Source::of)
        .filter(source -> source.records() > 0)
        .onItem()
        .transformToUniAndConcatenate(source -> lines(job, source));
  }

  private Uni<String> lines(Job job, Source source) {
    return results
        .records(job.key(), source.seq(), position(job, source.stage()))
        .map(records -> String.join("\n", records) + "\n");
  }

  private static int position(Job job, String stage) {
    List<String> stages = job.request().stages();
    return stages.indexOf(stage);
  }
}
