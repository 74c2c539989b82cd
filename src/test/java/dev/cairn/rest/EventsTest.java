package dev.cairn.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.cairn.Hand;
import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class EventsTest {

  private final Hand hand;

  EventsTest(Hand hand) {
    this.hand = hand;
  }

  /** One server-sent event; id 0 stands for none. */
  private record Sse(long id, String type, JsonObject data) {}

  @Test
  void aStreamBeginsWithASnapshotAndEndsWithTheJob() throws Exception {
    Hand.Held held = finished(3);
    List<Sse> all = stream(held, "0").toList();
    assertThat(all.getFirst().type()).isEqualTo("job.snapshot");
    assertThat(all.getFirst().id()).isZero();
    assertThat(all.getFirst().data().getString("id")).isEqualTo(held.id().toString());
    assertThat(all.getLast().type()).isEqualTo("job.done");
    assertThat(all.getLast().data().getString("state")).isEqualTo("completed");
    assertThat(all.getLast().data().getJsonObject("counts").getLong("done")).isEqualTo(2);
    assertThat(all.getLast().data().getJsonObject("counts").getLong("failed")).isEqualTo(1);
    assertThat(types(all))
        .containsSubsequence(
            "job.snapshot",
            "job.status",
            "job.status",
            "stage.checkpointed",
            "document.completed",
            "document.failed",
            "job.status",
            "job.done");
  }

  @Test
  void whoReconnectsGetsEveryLaterEventOnceFromAnyNumber() throws Exception {
    Hand.Held held = finished(4);
    List<Sse> all = numbered(stream(held, "0"));
    long last = all.getLast().id();
    assertThat(all).extracting(Sse::id).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
    for (int seen = 1; seen < last; seen++) {
      assertThat(numbered(stream(held, Integer.toString(seen))))
          .isEqualTo(all.subList(seen, all.size()));
    }
    assertThat(open(held, Long.toString(last)).statusCode()).isEqualTo(204);
    assertThat(open(held, "999999").statusCode()).isEqualTo(204);
  }

  @Test
  void eventsComeAsTheyAreCommitted() throws Exception {
    Hand.Held held = hand.held(2);
    HttpResponse<Stream<String>> answer = open(held, "2");
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("text/event-stream;charset=UTF-8");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.headers().firstValue("X-Accel-Buffering")).hasValue("no");
    Iterator<Sse> live = parse(answer.body()).iterator();
    assertThat(live.next().type()).isEqualTo("job.snapshot");
    hand.begin(held, 0);
    assertThat(nextNumbered(live)).isEqualTo(3);
    hand.begin(held, 1);
    assertThat(nextNumbered(live)).isEqualTo(4);
    Sse progress = live.next();
    while (!progress.type().equals("job.progress")) {
      progress = live.next();
    }
    assertThat(progress.data().getJsonArray("stages").getJsonObject(0).getLong("done"))
        .isEqualTo(2);
    hand.fail(held, 0);
    assertThat(nextNumbered(live)).isEqualTo(5);
  }

  @Test
  void theHeaderWinsOverTheAddress() throws Exception {
    Hand.Held held = finished(1);
    HttpRequest request =
        HttpRequest.newBuilder(uri(held, "?after=1")).header("Last-Event-ID", "2").build();
    List<Sse> events = numbered(parse(send(request).body()));
    assertThat(events.getFirst().id()).isEqualTo(3);
    assertThat(
            numbered(parse(send(HttpRequest.newBuilder(uri(held, "?after=1")).build()).body()))
                .getFirst()
                .id())
        .isEqualTo(2);
  }

  @Test
  void whoWantsOnlyWhatIsNewGetsNothingOld() throws Exception {
    Hand.Held held = hand.held(2);
    hand.complete(held, 0);
    HttpRequest request = HttpRequest.newBuilder(uri(held, "?after=latest")).build();
    Iterator<Sse> live = parse(send(request).body()).iterator();
    assertThat(live.next().type()).isEqualTo("job.snapshot");
    hand.fail(held, 1);
    assertThat(nextNumbered(live)).isEqualTo(6);
  }

  @Test
  void pagesAreServedToThoseWhoWantJson() {
    Hand.Held held = finished(2);
    given()
        .accept("application/json")
        .get("/v1/jobs/" + held.id() + "/events?after=1&limit=3")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("events.id", equalTo(List.of(2, 3, 4)))
        .body("events[1].type", equalTo("stage.checkpointed"))
        .body("events[1].data.stage", equalTo("first"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.5"})
  void whatIsNoNumberIsRefused(String number) {
    Hand.Held held = hand.held(1);
    given().get("/v1/jobs/" + held.id() + "/events?after=" + number).then().statusCode(400);
  }

  /** All documents complete but the last, which fails. */
  private Hand.Held finished(int documents) {
    Hand.Held held = hand.held(documents);
    for (int seq = 0; seq < documents - 1; seq++) {
      hand.complete(held, seq);
    }
    hand.fail(held, documents - 1);
    hand.finish(held);
    return held;
  }

  private static Stream<Sse> stream(Hand.Held held, String lastEventId) throws Exception {
    return parse(open(held, lastEventId).body());
  }

  private static HttpResponse<Stream<String>> open(Hand.Held held, String lastEventId)
      throws Exception {
    return send(HttpRequest.newBuilder(uri(held, "")).header("Last-Event-ID", lastEventId).build());
  }

  private static HttpResponse<Stream<String>> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
  }

  private static URI uri(Hand.Held held, String query) {
    return URI.create(
        "http://localhost:%d/v1/jobs/%s/events%s".formatted(RestAssured.port, held.id(), query));
  }

  private static Stream<Sse> parse(Stream<String> lines) {
    List<String> frame = new ArrayList<>();
    return lines.<Sse>mapMulti(
        (line, out) -> {
          if (!line.isEmpty()) {
            frame.add(line);
            return;
          }
          if (frame.stream().anyMatch(field -> field.startsWith("data: "))) {
            out.accept(
                new Sse(
                    Long.parseLong(field(frame, "id: ", "0")),
                    field(frame, "event: ", ""),
                    new JsonObject(field(frame, "data: ", "{}"))));
          }
          frame.clear();
        });
  }

  private static String field(List<String> frame, String name, String otherwise) {
    return frame.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElse(otherwise);
  }

  private static List<Sse> numbered(Stream<Sse> events) {
    return events.filter(event -> event.id() > 0).toList();
  }

  private static List<String> types(List<Sse> events) {
    return events.stream().map(Sse::type).toList();
  }

  private static long nextNumbered(Iterator<Sse> events) {
    Sse event = events.next();
    while (event.id() == 0) {
      event = events.next();
    }
    return event.id();
  }
}
