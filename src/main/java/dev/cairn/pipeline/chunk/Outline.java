package dev.cairn.pipeline.chunk;

import dev.cairn.document.text.Block;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headings of a document as a tree, and where in it a chunk stands. Ask in document order. */
final class Outline {

  /** One heading; its section lasts until the next heading of its level or a higher one. */
  record Section(Block block, @Nullable Section parent) {}

  /**
   * Where a chunk stands.
   *
   * @param pageFirst page of its first block, 0 without pages
   * @param headings path to its own part's first block that is no heading
   */
  record Place(int pageFirst, int pageLast, List<Section> headings) {}

  private final List<Block> blocks;
  private final List<@Nullable Section> sections;
  private int cursor;

  Outline(List<Block> blocks) {
    this.blocks = blocks;
    this.sections = sections(blocks);
  }

  /** The section of each block, null before the first heading. */
  private static List<@Nullable Section> sections(List<Block> blocks) {
    List<@Nullable Section> sections = new ArrayList<>(blocks.size());
    Section current = null;
    for (Block block : blocks) {
      if (block.kind() == Block.Kind.HEADING) {
        while (current != null && current.block().level() >= block.level()) {
          current = current.parent();
        }
        current = new Section(block, current);
      }
      sections.add(current);
    }
    return sections;
  }

  Place place(Chunk chunk) {
    if (blocks.isEmpty()) {
      return new Place(0, 0, List.of());
    }
    int own = blockAt(chunk.own());
    int first = own;
    while (first > 0 && blocks.get(first).start() > chunk.start()) {
      first--;
    }
    int body = own;
    int last = own;
    while (last + 1 < blocks.size() && blocks.get(last + 1).start() < chunk.end()) {
      last++;
      if (blocks.get(body).kind() == Block.Kind.HEADING) {
        body = last;
      }
    }
    return new Place(blocks.get(first).page(), blocks.get(last).page(), path(sections.get(body)));
  }

  /** The last block that begins at the place or before it. */
  private int blockAt(int position) {
    while (cursor > 0 && blocks.get(cursor).start() > position) {
      cursor--;
    }
    while (cursor + 1 < blocks.size() && blocks.get(cursor + 1).start() <= position) {
      cursor++;
    }
    return cursor;
  }

  private static List<Section> path(@Nullable Section section) {
    List<Section> path = new ArrayList<>();
    for (Section at = section; at != null; at = at.parent()) {
      path.addFirst(at);
    }
    return path;
  }
}
