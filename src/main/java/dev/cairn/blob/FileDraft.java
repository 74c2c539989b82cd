package dev.cairn.blob;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A blob that arrives in pieces, in a file. While the draft is open its file is locked, so that
 * whoever comes next knows whether anybody could still write to it; the lock vanishes with the
 * process.
 */
final class FileDraft implements Draft {

  private final FileDrafts.Held held;
  private final FileChannel channel;
  private final DraftPrints prints;
  private final At at;
  private final Shelves shelves;
  private Fingerprint print;
  private Fingerprint.Mark settled;
  private long size;

  /**
   * @param held closed with the draft
   */
  FileDraft(FileDrafts.Held held, At at, DraftPrints prints, Shelves shelves) throws IOException {
    this.held = held;
    this.channel = held.channel();
    this.at = at;
    this.prints = prints;
    this.shelves = shelves;
    this.settled = prints.take(at.upload(), at.offset());
    this.print = restored();
    this.size = at.offset();
    channel.truncate(at.offset()).position(at.offset());
  }

  private Fingerprint restored() throws IOException {
    ByteBuffer rest = ByteBuffer.allocate(settled.rest());
    read(rest, settled.size() - settled.rest());
    return new Fingerprint(settled, rest.flip());
  }

  private void read(ByteBuffer bytes, long position) throws IOException {
    while (bytes.hasRemaining()) {
      int length = channel.read(bytes, position + bytes.position());
      if (length < 0) {
        throw new EOFException("a file of an upload is shorter than it was");
      }
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    if (print.size() == size) { // else it is behind, see finish
      print.update(bytes.duplicate());
    }
    size += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public String settle() throws IOException {
    channel.force(false);
    settled = print.mark();
    return held.file().getFileName().toString();
  }

  @Override
  public String finish() throws IOException {
    catchUp();
    Path link = held.file().resolveSibling(held.file().getFileName() + ".link");
    Files.deleteIfExists(link);
    Files.createLink(link, held.file());
    shelves.put(link, channel, print);
    settled = print.mark();
    return print.sha256Hex();
  }

  /**
   * Reads what arrived at other servers: a digest can't be handed over, and at some 1.7 GB/s this
   * is soon done.
   */
  private void catchUp() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    while (print.size() < size) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), size - print.size()));
      read(buffer, print.size());
      print.update(buffer.flip());
      settled = print.mark();
    }
  }

  @Override
  public void close() throws IOException {
    prints.keep(at.upload(), settled);
    held.close();
  }
}
