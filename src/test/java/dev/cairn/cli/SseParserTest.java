package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SseParserTest {

  private static final String STREAM =
      "\uFEFF: welcome 😀\r\nevent: a\r\nid: 1\r\ndata: grüße 日本\r\n\r\n"
          + "data: first\ndata:second\ndata:\n\n"
          + "event: lost\n\n"
          + "id: 2\rdata: carriage returns\r\r"
          + "retry: 1500\nunknown: field\ndata: 😀\n\n"
          + "id: 3\ndata: never ended";

  private static final List<ServerEvent> EVENTS =
      List.of(
          new ServerEvent("a", Optional.of("1"), "grüße 日本"),
          new ServerEvent("message", Optional.empty(), "first\nsecond\n"),
          new ServerEvent("message", Optional.of("2"), "carriage returns"),
          new ServerEvent("message", Optional.empty(), "😀"));

  @Test
  void aStreamIsReadTheSameWhereverTheNetworkCutsIt() throws IOException {
    byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      SseParser parser = new SseParser(1000);
      List<ServerEvent> events = new ArrayList<>(parser.feed(bytes, cut));
      byte[] rest = Arrays.copyOfRange(bytes, cut, bytes.length);
      events.addAll(parser.feed(rest, rest.length));
      assertThat(events).as("cut at %d", cut).isEqualTo(EVENTS);
      assertThat(parser.retry()).contains(Duration.ofMillis(1500));
    }
  }

  @Test
  void aStreamIsReadTheSameByteByByte() throws IOException {
    SseParser parser = new SseParser(1000);
    List<ServerEvent> events = new ArrayList<>();
    for (byte b : STREAM.getBytes(StandardCharsets.UTF_8)) {
      events.addAll(parser.feed(new byte[] {b}, 1));
    }
    assertThat(events).isEqualTo(EVENTS);
  }

  @Test
  void anEventThatOutgrowsItsBoundBreaksTheStream() {
    SseParser parser = new SseParser(100);
    byte[] line = ("data: " + "x".repeat(60) + "\n").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () -> {
              parser.feed(line, line.length);
              parser.feed(line, line.length);
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("larger than 100");
  }

  @Test
  void nonsenseInRetryAndIdIsIgnored() throws IOException {
    SseParser parser = new SseParser(1000);
    byte[] bytes = "retry: soon\nid: 4\0\ndata: x\n\n".getBytes(StandardCharsets.UTF_8);
    assertThat(parser.feed(bytes, bytes.length))
        .containsExactly(new ServerEvent("message", Optional.empty(), "x"));
    assertThat(parser.retry()).isEmpty();
  }
}
