package dev.cairn.document.rows;

import static dev.cairn.document.rows.Hand.array;
import static dev.cairn.document.rows.Hand.brief;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.document.Expansion;
import dev.cairn.document.HeldBytes;
import dev.cairn.job.ProblemException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRowsTest {

  private static final Limits SMALL = new Limits(64, 3, 5, Expansion.DEFAULT);

  @Test
  void theElementsOfAnArrayAreRows() throws IOException {
    List<Row> rows = array("[\n {\"a\": 1},\n {\"a\": [true, null, {\"b\": \"x\"}]}\n]\n");
    assertThat(brief(rows)).containsExactly("{\"a\":1}", "{\"a\":[true,null,{\"b\":\"x\"}]}");
    assertThat(rows).extracting(Row::line).containsExactly(2L, 3L);
    assertThat(rows).extracting(Row::span).containsExactly(new Span(3, 8), new Span(14, 31));
  }

  @Test
  void anObjectMayHoldTheArray() throws IOException {
    assertThat(brief(array("{\"n\":[1],\"e\":[],\"x\":{\"data\":[{\"a\":1},{\"a\":2}]},\"z\":3}")))
        .containsExactly("{\"a\":1}", "{\"a\":2}");
  }

  @Test
  void aNamedFieldHoldsTheArray() throws IOException {
    String text = "{\"first\":[{\"a\":1}],\"x\":{\"data\":[{\"a\":2}]}}";
    assertThat(brief(at("x.data", text))).containsExactly("{\"a\":2}");
    assertThatThrownBy(() -> at("y", text)).isInstanceOf(ProblemException.class);
  }

  private static List<Row> at(String field, String text) throws IOException {
    return Hand.rows(
        HeldBytes.of("x.json", text), new RowFormat.Json(List.of(), Encoding.UTF_8, field));
  }

  @Test
  void anEmptyArrayHasNoRows() throws IOException {
    assertThat(array(" [ ] ")).isEmpty();
    assertThat(array("{\"data\": []}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "{\"a\":1}", "42", "{\"a\":", "nonsense"})
  void whatHasNoArrayIsRefused(String text) {
    assertThatThrownBy(() -> array(text)).isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"b\": NaN} | 1 invalid-json",
        "{\"b\": 01} | 1 invalid-json",
        "{\"b\": .5} | 1 invalid-json",
        "{\"b\": 1,} | 1 invalid-json",
        "{'b': 1} | 1 invalid-json",
        "{\"b\": [1,]} | 1 invalid-json",
        "{\"b\": [1}} | 1 invalid-json",
        "{\"b\": \"\\x\"} | 1 invalid-json",
        "{\"b\": tru} | 1 invalid-json",
        "{\"b\": 1e} | 1 invalid-json",
        "{\"b\": 1, \"b\": 2} | 1 duplicate-key",
        "{\"b\": {\"c\": 1, \"c\": 2}} | 1 duplicate-key",
        "{\"b\": [[[[]]]]} | 1 nested-too-deep",
        "{\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1} | 1 too-many-fields",
        "[1] | 1 not-an-object",
        "42 | 1 not-an-object",
        "\"x,]\" | 1 not-an-object",
        "{\"b\": \"a string that makes the element longer than a row may be, here\"} | 1 line-too-long"
      })
  void anElementThatIsBadDoesNotEndTheReading(String element, String brief) throws IOException {
    String text = "[{\"a\":1}, " + element + ", {\"a\":2}]";
    for (int piece : new int[] {1, 1_000}) {
      HeldBytes bytes = HeldBytes.of("x.json", text).dripping(piece);
      assertThat(brief(Hand.rows(bytes, Hand.ARRAY, Position.START, SMALL)))
          .containsExactly("{\"a\":1}", brief, "{\"a\":2}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"a\":1} {\"a\":2}]",
        "[{\"a\":1},]",
        "[{\"a\":1},,{\"a\":2}]",
        "[{\"a\":1}",
        "[{\"a\":1},",
        "[{\"a\":1},{\"a\"",
        "[{\"a\":1}] x",
        "[{\"a\":1}}"
      })
  void whatIsWrongBetweenElementsEndsTheReadingWithTheReason(String text) throws IOException {
    assertThat(brief(array(text))).containsExactly("{\"a\":1}", "1 invalid-json");
  }

  @Test
  void nestedAHundredDeepPassesAndDeeperIsBad() throws IOException {
    assertThat(array("[{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}]").getFirst())
        .isInstanceOf(Row.Good.class);
    assertThat(brief(array("[{\"a\":" + "[".repeat(101) + "]".repeat(101) + "},{\"a\":1}]")))
        .containsExactly("1 nested-too-deep", "{\"a\":1}");
    assertThat(brief(array("[{\"a\":" + "[".repeat(1_000_000) + "]".repeat(1_000_000) + "}]")))
        .containsExactly("1 nested-too-deep");
  }

  @ParameterizedTest
  @CsvSource({
    "0, java.lang.Long, 0",
    "-7, java.lang.Long, -7",
    "9223372036854775807, java.lang.Long, 9223372036854775807",
    "-9223372036854775808, java.lang.Long, -9223372036854775808",
    "9223372036854775808, java.math.BigDecimal, 9223372036854775808",
    "-0, java.lang.Double, -0.0",
    "0.1, java.lang.Double, 0.1",
    "1.50, java.lang.Double, 1.5",
    "-1e3, java.lang.Double, -1000.0",
    "1E-7, java.lang.Double, 1.0E-7",
    "0e999, java.lang.Double, 0.0",
    "1e400, java.math.BigDecimal, 1E+400",
    "1e-400, java.math.BigDecimal, 1E-400",
    "0.12345678901234567890, java.math.BigDecimal, 0.12345678901234567890"
  })
  void numbersLoseNothing(String written, String type, String value) throws IOException {
    Row.Good row = (Row.Good) array("[{\"n\":" + written + "}]").getFirst();
    @Nullable Object number = row.values().getFirst();
    assertThat(number).isNotNull();
    assertThat(number.getClass().getName()).isEqualTo(type);
    assertThat(number).hasToString(value);
  }

  @Test
  void namesThatNeedEscapesAreNotTakenForOthers() throws IOException {
    assertThat(brief(array("[{\"a\\\"b\":1},{\"a\"b\":\"2},{\"\\ud800\":4},{\"?\":5}]")))
        .containsExactly("{\"a\\\"b\":1}", "1 invalid-json", "{\"\\uD800\":4}", "{\"?\":5}");
  }

  @Test
  void aSpanIsTheElementItself() throws IOException {
    String text = "{\"x\":1,\n\"data\":[ {\"a\":\"é\"} ,\n{\"a\":\"]}\"}]}";
    for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
      HeldBytes bytes = HeldBytes.of("x.json", text, charset);
      List<String> elements =
          Hand.rows(bytes).stream().map(row -> cut(bytes, row.span(), charset)).toList();
      assertThat(elements).containsExactly("{\"a\":\"é\"}", "{\"a\":\"]}\"}");
    }
  }

  private static String cut(HeldBytes bytes, @Nullable Span span, Charset charset) {
    Span found = Objects.requireNonNull(span);
    int from = (int) found.offset();
    return new String(
        Arrays.copyOfRange(bytes.content(), from, from + (int) found.length()), charset);
  }
}
