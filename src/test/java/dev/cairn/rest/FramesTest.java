package dev.cairn.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.engine.Next;
import dev.cairn.engine.Shared;
import dev.cairn.job.Event;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FramesTest {

  private final Frames frames = new Frames(new ObjectMapper());

  @Test
  void anEventIsWrittenWithItsNumberAsItsId() {
    assertThat(Frames.events(events(7, 7)).toString())
        .isEqualTo("id: 7\nevent: stage.checkpointed\ndata: {\"seq\":7,\"name\":\"ü\"}\n\n");
  }

  @Test
  void aPageIsWrittenOnceForAllWhoAreSentTheWholeOfIt() {
    Next.Page page = new Next.Page(new Shared<>(events(5, 40)));
    Buffer first = frames.page(page, 4);
    assertThat(first).isSameAs(frames.page(page, 4));
    assertThat(first.toString()).isEqualTo(Frames.events(events(5, 40)).toString());
  }

  @Test
  void whoHasSeenPartOfAPageIsSentTheRestOfItInTheSameForm() {
    Next.Page page = new Next.Page(new Shared<>(events(5, 40)));
    String whole = frames.page(page, 4).toString();
    for (long seen = 5; seen < 40; seen++) {
      String rest = frames.page(page, seen).toString();
      assertThat(Frames.events(events(5, seen)) + rest).isEqualTo(whole);
    }
  }

  private static List<Event> events(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(n -> new Event(n, Event.STAGE_CHECKPOINTED, Instant.EPOCH, data(n)))
        .toList();
  }

  private static String data(long n) {
    return "{\"seq\":%d,\"name\":\"ü\"}".formatted(n);
  }
}
