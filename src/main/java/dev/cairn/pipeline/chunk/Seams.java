package dev.cairn.pipeline.chunk;

import java.util.Arrays;

/**
 * The places where a text may be cut, in order, with the tokens between them. The first is 0, the
 * last the end of the text.
 *
 * <p>Counting is exact without tokenising anything twice: each seam has a {@link SafeCut} at or
 * just before it (before the space that ends the sentence), so the counts between safe cuts add up,
 * and only the first word and the last space of a range are counted anew. A seam without a safe cut
 * nearby (inside a run without spaces) is <em>rough</em>: a range over one is counted whole.
 */
final class Seams {

  private final String text;
  private final Tokenizer tokenizer;
  private final long[] recent = new long[61];
  private final int[] recentCounts = new int[61];
  private int corrected = -1;
  private int correction;
  private int size;
  private int[] at = new int[256];
  private int[] safe = new int[256];
  private int[] tokens = new int[256];
  private int[] roughs = new int[256];
  private Rank[] ranks = new Rank[256];
  private byte[] levels = new byte[256];

  Seams(String text, Tokenizer tokenizer) {
    this.text = text;
    this.tokenizer = tokenizer;
  }

  /** Adds the next seam; one at or before the last is none. */
  void add(int position, Rank rank, int level) {
    if (size > 0 && position <= at[size - 1]) {
      return;
    }
    grow();
    int cut = size == 0 ? 0 : safeCut(at[size - 1], position);
    boolean rough = cut < 0;
    at[size] = position;
    safe[size] = rough ? position : cut;
    ranks[size] = rank;
    levels[size] = (byte) level;
    if (size > 0) {
      tokens[size] = tokens[size - 1] + tokenizer.count(text, safe[size - 1], safe[size]);
      roughs[size] = roughs[size - 1] + (rough ? 1 : 0);
    }
    size++;
  }

  int last() {
    return size - 1;
  }

  int position(int seam) {
    return at[seam];
  }

  Rank rank(int seam) {
    return ranks[seam];
  }

  int level(int seam) {
    return levels[seam];
  }

  /** Tokens between two seams, off by a few at most; O(1). */
  int about(int from, int to) {
    return tokens[to] - tokens[from];
  }

  /** Tokens of the text between two seams: exact, unless there is a rough seam between them. */
  int estimate(int from, int to) {
    return from == to ? 0 : about(from, to) + firstWordCorrection(from) + tail(to);
  }

  /** Tokens of the text between two seams, exactly. */
  int count(int from, int to) {
    boolean overRough = to > from && roughs[to - 1] - roughs[from] > 0;
    return overRough ? countWhole(from, to) : estimate(from, to);
  }

  /** A chunk and its overlap are each asked for three times; 5 MB of spaces take a minute else. */
  private int countWhole(int from, int to) {
    long range = ((long) from << Integer.SIZE) | to;
    int slot = (int) (range % recent.length);
    if (recent[slot] != range) {
      recent[slot] = range;
      recentCounts[slot] = tokenizer.count(text, at[from], at[to]);
    }
    return recentCounts[slot];
  }

  /** What the first word costs at the start of a text, less what it costs after its space. */
  private int firstWordCorrection(int seam) {
    if (safe[seam] == at[seam]) {
      return 0;
    }
    if (seam != corrected) {
      correction = countFirstWordCorrection(seam);
      corrected = seam;
    }
    return correction;
  }

  private int countFirstWordCorrection(int seam) {
    int end = at[seam] + 1;
    while (end < safe[seam + 1] && !SafeCut.at(text, end)) {
      end++;
    }
    return tokenizer.count(text, at[seam], end) - tokenizer.count(text, safe[seam], end);
  }

  /** The tokens of the white space (or stop) between the last safe cut and the seam. */
  private int tail(int seam) {
    int length = at[seam] - safe[seam];
    if (length == 1 && text.charAt(safe[seam]) == ' ') {
      return 1;
    }
    return tokenizer.count(text, safe[seam], at[seam]);
  }

  /** The safe cut at the position or at the start of the white space before it; -1 for none. */
  private int safeCut(int after, int position) {
    if (SafeCut.at(text, position)) {
      return position;
    }
    int cut = position;
    while (cut - 1 > after && SafeCut.isWhite(text.charAt(cut - 1))) {
      cut--;
    }
    if (cut > after && cut < position && SafeCut.at(text, cut)) {
      return cut;
    }
    // An ideographic stop, perhaps with a closing bracket.
    for (int back = 1; back <= 3 && cut - back > after; back++) {
      if (SafeCut.at(text, cut - back)) {
        return cut - back;
      }
    }
    return -1;
  }

  private void grow() {
    if (size == at.length) {
      int larger = size * 2;
      at = Arrays.copyOf(at, larger);
      safe = Arrays.copyOf(safe, larger);
      tokens = Arrays.copyOf(tokens, larger);
      roughs = Arrays.copyOf(roughs, larger);
      ranks = Arrays.copyOf(ranks, larger);
      levels = Arrays.copyOf(levels, larger);
    }
  }
}
