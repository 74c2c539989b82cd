package dev.cairn.pipeline.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.document.text.Block;
import dev.cairn.document.text.ExtractedText;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SplitterTest {

  private static final String SENTENCE = "The path climbs through larch and stone to the pass. ";

  @Test
  void aTextThatFitsIsOneChunk() {
    assertThat(split(Texts.of(SENTENCE), 1200, 200)).hasSize(1);
  }

  @Test
  void aTextWithoutCharactersHasNoChunks() {
    assertThat(split(Texts.of(""), 1200, 200)).isEmpty();
  }

  @Test
  void chunksEndWhereSentencesEnd() {
    ExtractedText text = Texts.of(SENTENCE.repeat(200));
    for (Chunk chunk : split(text, 100, 20)) {
      assertThat(text.text().substring(chunk.own(), chunk.end())).startsWith("The").endsWith(". ");
      assertThat(text.text().substring(chunk.start(), chunk.end())).startsWith("The");
    }
  }

  @Test
  void abbreviationsInitialsAndDatesEndNoSentence() {
    String text = "Dr. J. Keller kam am 3. Mai an, z. B. zu Fuß. Danach schlief er.";
    int start = text.indexOf("Danach");
    assertThat(Sentences.next(text, 0, text.length())).isEqualTo(start);
  }

  @Test
  void aHeadingBeginsAChunkAndTakesNoOverlapOverIt() {
    ExtractedText text =
        Texts.document(
            List.of("One", SENTENCE.repeat(20), "Two", SENTENCE.repeat(20)),
            List.of(
                Block.Kind.HEADING, Block.Kind.PARAGRAPH, Block.Kind.HEADING, Block.Kind.PARAGRAPH),
            List.of(1, 1, 1, 1));
    List<Chunk> chunks = split(text, 1000, 200);
    assertThat(chunks).hasSize(2);
    assertThat(text.text().substring(chunks.get(1).start())).startsWith("Two");
    assertThat(chunks.get(1).overlapTokens()).isZero();
  }

  @Test
  void tinySectionsShareAChunk() {
    ExtractedText text =
        Texts.document(
            List.of("One", SENTENCE, "Two", SENTENCE, "Three", SENTENCE),
            List.of(
                Block.Kind.HEADING,
                Block.Kind.PARAGRAPH,
                Block.Kind.HEADING,
                Block.Kind.PARAGRAPH,
                Block.Kind.HEADING,
                Block.Kind.PARAGRAPH),
            List.of(1, 1, 1, 1, 1, 1));
    assertThat(split(text, 1200, 200)).hasSize(1);
  }

  @Test
  void aSectionALittleTooLongIsParted_inAboutEqualHalves() {
    List<Chunk> chunks = split(Texts.of(SENTENCE.repeat(100)), 1100, 100);
    assertThat(chunks).hasSize(2);
    assertThat(chunks.get(1).tokens()).isGreaterThan(400);
  }

  static Stream<String> pathological() {
    return Stream.of(
        "x",
        "abcXYZ019",
        " ",
        "\n",
        " \n",
        ".",
        "=",
        "字",
        "你好世界。",
        "ไทย",
        "👩‍👩‍👧‍👦",
        "🇩🇪",
        "e\u0301\u0323\u0302",
        "שלוםעולם",
        "\u200D",
        "a\u00A0",
        "...! ");
  }

  @ParameterizedTest
  @MethodSource("pathological")
  void halfAMegabyteOfAnyOneThingIsCutInTime(String unit) {
    cutInTime(unit, 512 << 10);
  }

  @Test
  void fiveMegabytesInOneLineWithoutSpacesAreCutInTime() {
    cutInTime("abcXYZ", 5 << 20);
  }

  private static void cutInTime(String unit, int length) {
    int bytes = unit.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    ExtractedText text = Texts.of(unit.repeat(length / bytes));
    List<Chunk> chunks =
        Assertions.assertTimeout(Duration.ofSeconds(60), () -> split(text, 1200, 200));
    assertThat(chunks.getLast().end()).isEqualTo(text.text().length());
    for (Chunk chunk : chunks.subList(0, Math.min(5, chunks.size()))) {
      String cut = text.text().substring(chunk.start(), chunk.end());
      assertThat(chunk.tokens())
          .isEqualTo(Tokenizer.CL100K_BASE.count(cut))
          .isLessThanOrEqualTo(1200);
    }
  }

  @Test
  void familiesAndFlagsAreNotTornApart() {
    ExtractedText text = Texts.of("👩‍👩‍👧‍👦🇩🇪".repeat(500));
    for (Chunk chunk : split(text, 200, 0)) {
      assertThat(text.text().substring(chunk.own())).matches("(?s)(👩|🇩🇪).*");
    }
  }

  private static List<Chunk> split(ExtractedText text, int size, int overlap) {
    return Splitter.split(text, Tokenizer.CL100K_BASE, size, overlap, () -> false);
  }
}
