package dev.cairn.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.job.Document;
import dev.cairn.job.Event;
import dev.cairn.job.Job;
import dev.cairn.store.Events;
import dev.cairn.store.Results;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Records of a job as they are committed. */
@ApplicationScoped
public class Records {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Records that are sent together: at 2 KiB each, 200 KiB on their way to a client. */
  private static final int CHUNK = 100;

  private final EventFeed feed;
  private final Events events;
  private final Results results;

  Records(EventFeed feed, Events events, Results results) {
    this.feed = feed;
    this.events = events;
    this.results = results;
  }

  /** Where records were committed. */
  private record Source(long seq, String stage, int records) {
    static Source of(Event event) {
      try {
        JsonNode data = JSON.readTree(event.data());
        return new Source(
            data.path("seq").asLong(Document.JOB_ITSELF),
            data.get("stage").asText(),
            data.get("records").asInt());
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("an event is no JSON: " + event.number(), e);
      }
    }
  }

  /**
   * All records from the first, in the order of their commit, each followed by a line feed; some
   * together, where a stage of a document emitted them together. Completes when the job is
   * finished. When the events of a finished job were removed, nobody knows the order of its commits
   * any more, and the order is that of the documents.
   */
  public Multi<String> follow(Job job) {
    return events
        .extent(job.key())
        .map(extent -> extent.isPresent() && extent.get().finished() && extent.get().first() > 1)
        .onItem()
        .transformToMulti(
            trimmed -> trimmed ? together(results.records(job.key())) : byCommit(job));
  }

  private Multi<String> byCommit(Job job) {
    return feed.after(job.key(), 0)
        .filter(event -> event.type().equals(Event.STAGE_CHECKPOINTED))
        .map(Source::of)
        .filter(source -> source.records() > 0)
        .onItem()
        .transformToMultiAndConcatenate(source -> lines(job, source));
  }

  private Multi<String> lines(Job job, Source source) {
    return together(results.records(job.key(), source.seq(), position(job, source.stage())));
  }

  private static Multi<String> together(Multi<String> records) {
    return records.group().intoLists().of(CHUNK).map(some -> String.join("\n", some) + "\n");
  }

  private static int position(Job job, String stage) {
    List<String> stages = job.request().stages();
    return stages.indexOf(stage);
  }
}
