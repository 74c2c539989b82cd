package dev.cairn.pipeline.chunk;

import dev.cairn.document.text.Block;
import dev.cairn.document.text.DocumentInfo;
import dev.cairn.document.text.ExtractedText;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Texts to try the splitter on. */
final class Texts {

  private static final List<String> SCRAPS =
      List.of(
          "The cairn marks the path. ",
          "Dr. No's e.g. 3.14 isn't (yet) 10,000! ",
          "word ",
          "Wort-\n",
          "\n",
          "\n\n",
          " \n \n",
          "\t",
          "  ",
          "   \n",
          "/",
          ".\n/usr/bin/x ",
          "...",
          "?!\" ",
          "'s ",
          "'LL ",
          "d’été. L’œuvre ",
          "Straße. Übung ",
          "路標。山道を歩く。",
          "你好，世界！",
          "한국어 문장입니다. ",
          "שלום עולם. ",
          "مرحبا بالعالم؟ ",
          "👩‍👩‍👧‍👦",
          "🇩🇪🇫🇷",
          "👍🏽 ",
          "e\u0301\u0323",
          "a\u0300\u0301\u0302\u0303\u0304",
          "नमस्ते दुनिया। ",
          "ไทยไม่มีช่องว่าง",
          "\uD83D\uDE00",
          "<|endoftext|>",
          "x".repeat(90),
          "9".repeat(40),
          "\u00A0",
          "\u3000",
          "\u2028",
          "\u0085",
          "\r\n",
          "a b c d. ",
          "| a | b |\n",
          "ABCdefGHI ",
          "---",
          "ſ's ");

  private Texts() {}

  /** Texts of scraps in many scripts, cut into blocks at random. */
  static Arbitrary<ExtractedText> documents() {
    Arbitrary<String> scrap =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, Arbitraries.of(SCRAPS)),
            net.jqwik.api.Tuple.of(
                1, Arbitraries.strings().all().ofMinLength(1).ofMaxLength(12).map(Texts::valid)));
    Arbitrary<String> paragraph =
        scrap.list().ofMinSize(1).ofMaxSize(40).map(all -> String.join("", all));
    return Combinators.combine(
            paragraph.list().ofMinSize(1).ofMaxSize(12),
            Arbitraries.of(Block.Kind.class).list().ofSize(12),
            Arbitraries.integers().between(1, 6).list().ofSize(12))
        .as(Texts::document);
  }

  /** One paragraph. */
  static ExtractedText of(String text) {
    List<Block> blocks =
        text.isEmpty()
            ? List.of()
            : List.of(new Block(Block.Kind.PARAGRAPH, 0, 0, text.length(), 0));
    return new ExtractedText(info(), text, blocks);
  }

  static ExtractedText document(
      List<String> paragraphs, List<Block.Kind> kinds, List<Integer> levels) {
    StringBuilder text = new StringBuilder();
    List<Block> blocks = new ArrayList<>();
    for (String paragraph : paragraphs) {
      int start = text.length();
      text.append(paragraph);
      int at = blocks.size();
      Block.Kind kind = kinds.get(at);
      int level = kind == Block.Kind.HEADING ? levels.get(at) : 0;
      blocks.add(new Block(kind, level, start, text.length(), at / 3 + 1));
      text.append(at % 2 == 0 ? "\n\n" : "\n");
    }
    return new ExtractedText(info(), text.toString(), blocks);
  }

  private static DocumentInfo info() {
    return new DocumentInfo("text/plain", null, List.of(), null, null, 0);
  }

  private static String valid(String any) {
    return new String(
        any.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        java.nio.charset.StandardCharsets.UTF_8);
  }
}
