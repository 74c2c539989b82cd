package dev.cairn.pipeline.chunk;

import dev.cairn.document.text.Block;
import dev.cairn.document.text.ExtractedText;
import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;

/**
 * Finds the seams of a text: blocks, their lines, their sentences, and words where those are long.
 */
final class SeamFinder {

  /** How far after a place in a run without spaces the characters around it are looked at. */
  private static final int CLUSTER_WINDOW = 64;

  private static final int LONGEST_PIECE_BYTES = 256;

  private final String text;
  private final Seams seams;
  private final int longestSentence;
  private final int longestPiece;
  private final BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);

  private SeamFinder(String text, Tokenizer tokenizer, int size) {
    this.text = text;
    this.seams = new Seams(text, tokenizer);
    // Tokens are never more than bytes of UTF-8: whatever the text, two sentences fit a chunk...
    this.longestSentence = size / 2;
    // ... and four pieces of a longer sentence.
    this.longestPiece = Math.clamp(size / 4, 4, LONGEST_PIECE_BYTES);
  }

  static Seams find(ExtractedText document, Tokenizer tokenizer, int size) {
    SeamFinder finder = new SeamFinder(document.text(), tokenizer, size);
    List<Block> blocks = document.blocks();
    finder.seams.add(0, Rank.SECTION, blocks.isEmpty() ? 0 : level(blocks.getFirst()));
    finder.addBlocks(document.blocks());
    return finder.seams;
  }

  private void addBlocks(List<Block> blocks) {
    for (int at = 0; at < blocks.size(); at++) {
      Block block = blocks.get(at);
      if (at > 0) {
        seams.add(block.start(), rank(blocks.get(at - 1), block), level(block));
      }
      int end = at + 1 < blocks.size() ? blocks.get(at + 1).start() : text.length();
      addLines(block.start(), end);
    }
    seams.add(text.length(), Rank.BLOCK, 0);
  }

  private static Rank rank(Block previous, Block block) {
    if (previous.kind() == Block.Kind.HEADING) {
      return Rank.AFTER_HEADING;
    }
    if (block.kind() == Block.Kind.HEADING) {
      return Rank.SECTION;
    }
    boolean packed = block.kind() == Block.Kind.LIST_ITEM || block.kind() == Block.Kind.TABLE_ROW;
    return packed && previous.kind() == block.kind() ? Rank.LINE : Rank.BLOCK;
  }

  private static int level(Block block) {
    return block.kind() == Block.Kind.HEADING ? Math.min(block.level(), Byte.MAX_VALUE) : 0;
  }

  private void addLines(int start, int end) {
    int from = start;
    while (from < end) {
      int found = text.indexOf('\n', from);
      int next = found < 0 || found >= end ? end : afterBreaks(found + 1, end);
      addSentences(from, next);
      if (next < end) {
        seams.add(next, Rank.LINE, 0);
      }
      from = next;
    }
  }

  /** After the last line break of the white space that begins here. */
  private int afterBreaks(int from, int end) {
    int after = from;
    for (int at = from; at < end && SafeCut.isWhite(text.charAt(at)); at++) {
      if (text.charAt(at) == '\n') {
        after = at + 1;
      }
    }
    return after;
  }

  private void addSentences(int start, int end) {
    int from = start;
    while (from < end) {
      int next = Sentences.next(text, from, end);
      if (reach(from, next, longestSentence) < next) {
        addWords(from, next);
      }
      if (next < end) {
        seams.add(next, Rank.SENTENCE, 0);
      }
      from = next;
    }
  }

  /** Cuts a long sentence into pieces of a few words. */
  private void addWords(int start, int end) {
    int from = start;
    while (true) {
      int reach = reach(from, end, longestPiece);
      if (reach >= end) {
        return;
      }
      int space = lastWordStart(from, reach);
      from = space > from ? space : wholeCharacter(from, reach);
      seams.add(from, space == from ? Rank.WORD : Rank.CHARACTER, 0);
    }
  }

  /** The farthest place with no more than so many bytes of UTF-8 before it. */
  private int reach(int from, int end, int mostBytes) {
    int bytes = 0;
    int at = from;
    while (at < end) {
      int c = text.codePointAt(at);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (bytes > mostBytes) {
        return at;
      }
      at += Character.charCount(c);
    }
    return end;
  }

  private int lastWordStart(int from, int reach) {
    for (int at = reach; at > from; at--) {
      if (text.charAt(at - 1) == ' ' && !SafeCut.isWhite(text.charAt(at))) {
        return at;
      }
    }
    return from;
  }

  /** The last place that parts no character as a reader sees it, or no code point at least. */
  private int wholeCharacter(int from, int reach) {
    int right = Math.min(text.length(), reach + CLUSTER_WINDOW);
    characters.setText(text.substring(from, right));
    int within = reach - from;
    int cut = characters.isBoundary(within) ? within : characters.preceding(within);
    return cut > 0 ? from + cut : reach;
  }
}
