package dev.cairn.pipeline.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import dev.cairn.document.text.ExtractedText;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for any text at all. */
class SplitterPropertyTest {

  private static final EncodingRegistry REGISTRY = Encodings.newDefaultEncodingRegistry();

  @Provide
  Arbitrary<ExtractedText> documents() {
    return Texts.documents();
  }

  @Provide
  Arbitrary<Tokenizer> tokenizers() {
    return Arbitraries.of(Tokenizer.values());
  }

  @Property(tries = 600)
  void theNamedTokenizerCountsWhatTheChunkSays(
      @ForAll("documents") ExtractedText text,
      @ForAll("tokenizers") Tokenizer tokenizer,
      @ForAll @IntRange(min = 50, max = 300) int size,
      @ForAll @IntRange(max = 50) int percent) {
    Encoding independent = REGISTRY.getEncoding(tokenizer.label()).orElseThrow();
    for (Chunk chunk : split(text, tokenizer, size, size * percent / 100)) {
      String all = text.text().substring(chunk.start(), chunk.end());
      String overlap = text.text().substring(chunk.start(), chunk.own());
      assertThat(chunk.tokens()).isEqualTo(independent.countTokensOrdinary(all));
      assertThat(chunk.overlapTokens()).isEqualTo(independent.countTokensOrdinary(overlap));
      assertThat(chunk.tokens()).isLessThanOrEqualTo(size);
      assertThat(chunk.overlapTokens()).isLessThanOrEqualTo(size * percent / 100);
    }
  }

  @Property(tries = 300)
  void chunksWithoutTheirOverlapsAreTheText(
      @ForAll("documents") ExtractedText text,
      @ForAll @IntRange(min = 50, max = 300) int size,
      @ForAll @IntRange(max = 50) int percent) {
    StringBuilder rebuilt = new StringBuilder();
    int end = 0;
    for (Chunk chunk : split(text, Tokenizer.CL100K_BASE, size, size * percent / 100)) {
      assertThat(chunk.own()).isEqualTo(end);
      rebuilt.append(text.text(), chunk.own(), chunk.end());
      end = chunk.end();
    }
    assertThat(rebuilt.toString()).isEqualTo(text.text());
  }

  @Property(tries = 300)
  void noChunkBeginsOrEndsInsideASurrogatePair(
      @ForAll("documents") ExtractedText text, @ForAll @IntRange(min = 50, max = 120) int size) {
    for (Chunk chunk : split(text, Tokenizer.O200K_BASE, size, size / 2)) {
      for (int at : new int[] {chunk.start(), chunk.own(), chunk.end()}) {
        assertThat(at > 0 && at < text.text().length() && isInsidePair(text.text(), at)).isFalse();
      }
    }
  }

  @Property(tries = 100)
  void theSameInputGivesTheSameChunks(
      @ForAll("documents") ExtractedText text, @ForAll @IntRange(min = 50, max = 300) int size) {
    assertThat(split(text, Tokenizer.CL100K_BASE, size, size / 4))
        .isEqualTo(split(text, Tokenizer.CL100K_BASE, size, size / 4));
  }

  private static boolean isInsidePair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at - 1))
        && Character.isLowSurrogate(text.charAt(at));
  }

  private static List<Chunk> split(ExtractedText text, Tokenizer tokenizer, int size, int overlap) {
    return Splitter.split(text, tokenizer, size, overlap, () -> false);
  }
}
