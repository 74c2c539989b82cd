package dev.cairn.document.rows;

import static dev.cairn.document.rows.Hand.brief;
import static dev.cairn.document.rows.Hand.jsonl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.document.Expansion;
import dev.cairn.document.HeldBytes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonlRowsTest {

  private static final Limits SMALL = new Limits(64, 10, 5, Expansion.DEFAULT);

  @Test
  void linesEndWithOrWithoutCarriageReturnAndTheLastWithNothing() throws IOException {
    List<Row> rows = jsonl("{\"a\":1}\r\n\n  \r\n{\"a\":2}\n\t{\"a\":3}");
    assertThat(brief(rows)).containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
    assertThat(rows).extracting(Row::line).containsExactly(1L, 4L, 5L);
    assertThat(rows).extracting(Row::span).contains(new Span(0, 7), new Span(23, 7));
  }

  @Test
  void aBadLineDoesNotEndTheReading() throws IOException {
    assertThat(brief(jsonl("{\"a\":1}\n{\"a\":\n[1]\n{\"a\":2} {\"a\":3}\n{\"a\":4}\n")))
        .containsExactly(
            "{\"a\":1}", "2 invalid-json", "3 not-an-object", "4 invalid-json", "{\"a\":4}");
  }

  @Test
  void aGiantLineIsBadAndNotHeld() throws IOException {
    String giant = "{\"a\":\"" + "x".repeat(10_000) + "\"}";
    HeldBytes bytes = HeldBytes.of("x.jsonl", "{\"a\":1}\n" + giant + "\n{\"a\":2}\n" + giant);
    List<Row> rows = Hand.rows(bytes, Hand.JSONL, Position.START, SMALL);
    assertThat(brief(rows))
        .containsExactly("{\"a\":1}", "2 line-too-long", "{\"a\":2}", "4 line-too-long");
  }

  @Test
  void aMarkIsNoText() throws IOException {
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      HeldBytes bytes = HeldBytes.of("x.jsonl", "\uFEFF{\"a\":\"é😀\"}\n{\"a\":2}\n", charset);
      assertThat(brief(Hand.rows(bytes))).containsExactly("{\"a\":\"é😀\"}", "{\"a\":2}");
    }
  }

  @Test
  void brokenUtf16IsABadRow() throws IOException {
    byte[] whole = "{\"a\":\"x\"}\n{\"a\":\"y\"}\n".getBytes(StandardCharsets.UTF_16LE);
    whole[13] = (byte) 0xD8;
    RowFormat format = new RowFormat.Jsonl(List.of(), Encoding.UTF_16LE);
    assertThat(brief(Hand.rows(HeldBytes.of("x.jsonl", whole), format)))
        .containsExactly("1 invalid-encoding", "{\"a\":\"y\"}");
    byte[] odd = Arrays.copyOf(whole, whole.length + 1);
    assertThat(brief(Hand.rows(HeldBytes.of("x.jsonl", odd), format)))
        .containsExactly("1 invalid-encoding", "{\"a\":\"y\"}", "3 not-an-object");
  }

  @Test
  void theFastWayFindsTheSameLines() throws IOException {
    HeldBytes bytes =
        HeldBytes.of("x.jsonl", "{\"a\":1}\r\n\nnot json\n" + "y".repeat(100) + "\n {\"a\":2} ");
    List<Row> rows = Hand.rows(bytes, Hand.JSONL);
    List<Span> spans = new ArrayList<>();
    try (LineRanges lines = LineRanges.open(bytes, Hand.JSONL, Position.START, Limits.DEFAULT)) {
      for (LineRanges.@Nullable Line line = lines.next(); line != null; line = lines.next()) {
        spans.add(line.span());
      }
      assertThat(lines.position().rows()).isEqualTo(rows.size());
    }
    assertThat(spans).isEqualTo(rows.stream().map(Row::span).toList());
  }
}
