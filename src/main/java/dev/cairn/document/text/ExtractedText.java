package dev.cairn.document.text;

import java.util.List;
import java.util.Objects;

/**
 * A document's text with its structure. Blocks are in order, do not overlap, and between two of
 * them there is nothing but white space.
 *
 * @param info what the document says of itself
 * @param text all of it, without NUL and without unpaired surrogates
 * @param blocks its parts
 */
public record ExtractedText(DocumentInfo info, String text, List<Block> blocks) {
  public ExtractedText {
    Objects.requireNonNull(info, "info");
    Objects.requireNonNull(text, "text");
    blocks = List.copyOf(blocks);
    int end = 0;
    for (Block block : blocks) {
      if (block.start() < end || block.end() > text.length()) {
        throw new IllegalArgumentException("block out of order or out of the text: " + block);
      }
      end = block.end();
    }
  }
}
