package dev.cairn.pipeline.chunk;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.Arrays;
import java.util.List;

/** The byte-pair tokenizers that chunks can be measured by. */
enum Tokenizer {
  CL100K_BASE(EncodingType.CL100K_BASE),
  O200K_BASE(EncodingType.O200K_BASE);

  /** Loads an encoding when it is first asked for: its table takes 0.2 to 0.4 s. */
  private static final class Lazy {
    static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();
  }

  private final EncodingType type;

  Tokenizer(EncodingType type) {
    this.type = type;
  }

  /** Its name, as in the parameter and in records. */
  String label() {
    return type.getName();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(Tokenizer::label).toList();
  }

  static Tokenizer of(String label) {
    return Arrays.stream(values())
        .filter(tokenizer -> tokenizer.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no tokenizer " + label));
  }

  /** Counts a text's tokens; text that looks like a special token is text. */
  int count(String text) {
    return encoding().countTokensOrdinary(text);
  }

  int count(String text, int start, int end) {
    return start == end ? 0 : count(text.substring(start, end));
  }

  Encoding encoding() {
    return Lazy.REGISTRY.getEncoding(type);
  }
}
