package dev.cairn.pipeline.chunk;

import dev.cairn.document.text.ExtractedText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Cuts a text into chunks. Each chunk is the overlap with the one before, then its own part; the
 * own parts put together are the text. {@code docs/chunking.md} tells the rules for readers.
 */
final class Splitter {

  /** A chunk ends before the next heading of the same or a deeper level once it is 1/8 full. */
  private static final int FULL_ENOUGH = 8;

  /** A chunk ends before a heading of a higher level (a new chapter) once it is 1/12 full. */
  private static final int FULL_ENOUGH_FOR_CHAPTER = 12;

  /**
   * How many chunks ahead the end of a section matters: it only serves to make them about equal.
   */
  private static final int FAR_ENOUGH = 8;

  private final Seams seams;
  private final int size;
  private final int overlap;

  private Splitter(Seams seams, int size, int overlap) {
    this.seams = seams;
    this.size = size;
    this.overlap = overlap;
  }

  static List<Chunk> split(
      ExtractedText document,
      Tokenizer tokenizer,
      int size,
      int overlap,
      BooleanSupplier cancelled) {
    Seams seams = SeamFinder.find(document, tokenizer, size);
    Splitter splitter = new Splitter(seams, size, overlap);
    List<Chunk> chunks = new ArrayList<>();
    int from = 0;
    int own = 0;
    while (own < seams.last() && !cancelled.getAsBoolean()) {
      int to = splitter.end(from, own);
      if (seams.count(from, to) > size) {
        from = own;
        to = splitter.end(from, own);
      }
      chunks.add(splitter.chunk(from, own, to));
      from = splitter.overlapStart(own, to);
      own = to;
    }
    return chunks;
  }

  private Chunk chunk(int from, int own, int to) {
    return new Chunk(
        seams.position(from),
        seams.position(own),
        seams.position(to),
        seams.count(from, to),
        seams.count(from, own));
  }

  /** Where the chunk ends that begins at {@code from} and whose own part begins at {@code own}. */
  private int end(int from, int own) {
    int section = sectionEnd(own);
    int most = farthest(from, own, section);
    int best = most == section ? section : best(own, most, goal(own, section));
    // Ranges over rough seams are only estimated so far.
    while (best > own + 1 && seams.count(from, best) > size) {
      best--;
    }
    return best;
  }

  /** The next heading that ends a chunk, were there no limit of size; else some place far off. */
  private int sectionEnd(int own) {
    int level = seams.level(own) == 0 ? Integer.MAX_VALUE : seams.level(own);
    int seam = own + 1;
    while (seam < seams.last() && seams.about(own, seam) < size * FAR_ENOUGH) {
      if (seams.rank(seam) == Rank.SECTION) {
        int share = seams.level(seam) < level ? FULL_ENOUGH_FOR_CHAPTER : FULL_ENOUGH;
        if (seams.about(own, seam) * share >= size) {
          return seam;
        }
        level = Math.min(level, seams.level(seam));
      }
      seam++;
    }
    return seam;
  }

  /** The last seam that still fits. */
  private int farthest(int from, int own, int section) {
    int most = own + 1;
    while (most < section && seams.estimate(from, most + 1) <= size) {
      most++;
    }
    return most;
  }

  /**
   * How many tokens this chunk should have of its own, so that a section's chunks are about equal
   * and none is a crumb.
   */
  private int goal(int own, int section) {
    int rest = seams.about(own, section);
    int room = size - overlap;
    int chunks = (rest + room - 1) / room;
    return rest / Math.max(1, chunks);
  }

  /** The best seam with at least two thirds of the goal before it, of equals the nearest to it. */
  private int best(int own, int most, int goal) {
    int best = most;
    for (int seam = most; seam > own && seams.about(own, seam) * 3 >= goal * 2; seam--) {
      if (isBetter(own, seam, best, goal)) {
        best = seam;
      }
    }
    return best;
  }

  private boolean isBetter(int own, int seam, int best, int goal) {
    int byRank = seams.rank(seam).compareTo(seams.rank(best));
    if (byRank != 0) {
      return byRank > 0;
    }
    return Math.abs(seams.about(own, seam) - goal) < Math.abs(seams.about(own, best) - goal);
  }

  /** Where the next chunk begins, given that the own part of the last one was {@code own..to}. */
  private int overlapStart(int own, int to) {
    if (seams.rank(to) == Rank.SECTION || overlap == 0) {
      return to;
    }
    int sentence = to;
    int word = to;
    int any = to;
    for (int seam = to - 1; seam > own && seams.estimate(seam, to) <= overlap; seam--) {
      any = seam;
      word = seams.rank(seam).atLeast(Rank.WORD) ? seam : word;
      sentence = seams.rank(seam).atLeast(Rank.SENTENCE) ? seam : sentence;
      if (seams.rank(seam) == Rank.SECTION) {
        break;
      }
    }
    int start = sentence < to ? sentence : word < to ? word : any;
    while (seams.count(start, to) > overlap) {
      start++;
    }
    return start;
  }
}
