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
  private final Shelves shelves;
  private final DraftPrint print;

  /**
   * @param held closed with the draft
   */
  FileDraft(FileDrafts.Held held, At at, DraftPrints prints, Shelves shelves) throws IOException {
    this.held = held;
    this.channel = held.channel();
    this.shelves = shelves;
    this.print = new DraftPrint(at, prints, this::read);
    channel.truncate(at.offset()).position(at.offset());
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
    print.update(bytes);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public long size() {
    return print.size();
  }

  @Override
  public String settle() throws IOException {
    channel.force(false);
    print.settle();
    return held.file().getFileName().toString();
  }

  @Override
  public String finish() throws IOException {
    Fingerprint whole = print.whole(); // at some 1.7 GB/s this is soon done
    Path link = held.file().resolveSibling(held.file().getFileName() + ".link");
    Files.deleteIfExists(link);
    Files.createLink(link, held.file());
    shelves.put(link, channel, whole);
    return whole.sha256Hex();
  }

  @Override
  public void close() throws IOException {
    print.keep();
    held.close();
  }
}
