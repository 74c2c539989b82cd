package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"a\":[1,-0.5,1e9,true,false,null,\"x\"],\"b\":{\"c\":\"\"}}",
        "\"quote \\\" backslash \\\\ line\\n tab\\t\"",
        "\"grüße 😀 日本\"",
        "12345678901234567890.123456789"
      })
  void whatIsReadIsWrittenTheSame(String text) {
    assertThat(Json.parse(text).write()).isEqualTo(text);
  }

  @Test
  void escapesAreRead() {
    assertThat(Json.parse("\"\\u00fc\\ud83d\\ude00\\/\\b\\f\\r\""))
        .isEqualTo(new Json.Text("ü😀/\b\f\r"));
  }

  @Test
  void controlsAndHalfSurrogatesAreWrittenAsEscapes() {
    assertThat(Json.of("\u001b[31m\u009b\u007f\ud83d!").write())
        .isEqualTo("\"\\u001b[31m\\u009b\\u007f\\ud83d!\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "tru",
        "01",
        "1.",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"open",
        "\"a\nb\"",
        "{} {}",
        "nul",
        "+1",
        "<html>"
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonReader.NoJson.class);
  }

  @Test
  void deepNestingIsRefusedInsteadOfOverflowingTheStack() {
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
        .isInstanceOf(JsonReader.NoJson.class)
        .hasMessageContaining("nested");
  }

  @Test
  void membersThatAreMissingOrOfAnotherKindAreAbsent() {
    Json json = Json.parse("{\"n\":3,\"t\":\"x\",\"list\":[\"a\",1,\"b\"]}");
    assertThat(json.whole("n")).hasValue(3);
    assertThat(json.text("n")).isEmpty();
    assertThat(json.whole("t")).isEmpty();
    assertThat(json.get("none")).isEqualTo(Json.Word.NULL);
    assertThat(json.get("t").get("deeper")).isEqualTo(Json.Word.NULL);
    assertThat(json.texts("list")).isEqualTo(List.of("a", "b"));
  }
}
