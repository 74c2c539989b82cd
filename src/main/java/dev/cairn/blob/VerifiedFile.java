package dev.cairn.blob;

import dev.cairn.job.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;

/** A range of a blob's file. */
final class VerifiedFile extends SummedStream {

  private final Shelves shelves;
  private final String blob;
  private final FileChannel file;

  private VerifiedFile(Shelves shelves, Content range, FileChannel file) throws IOException {
    super(range, file.size(), 1);
    this.shelves = shelves;
    this.blob = range.blob();
    this.file = file;
  }

  /** The caller closes the stream. */
  static InputStream open(Shelves shelves, Content range) throws IOException {
    FileChannel file = FileChannel.open(shelves.file(range.blob()), StandardOpenOption.READ);
    try {
      if (file.size() <= Fingerprint.CHUNK) {
        return small(range, file);
      }
      VerifiedFile opened = new VerifiedFile(shelves, range, file);
      opened.begin();
      return opened;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static InputStream small(Content range, FileChannel file) throws IOException {
    ByteBuffer all = ByteBuffer.allocate((int) file.size());
    try (file) {
      readFully(file, all, 0);
    }
    return small(range, all.flip());
  }

  /** Stops early where the file ends early. */
  private static void readFully(FileChannel file, ByteBuffer bytes, long from) throws IOException {
    long start = from - bytes.position();
    while (bytes.hasRemaining()) {
      if (file.read(bytes, start + bytes.position()) < 0) {
        return;
      }
    }
  }

  @Override
  protected void read(ByteBuffer bytes, long from) throws IOException {
    readFully(file, bytes, from);
  }

  @Override
  protected void readSums(ByteBuffer bytes, long from) throws IOException {
    try (FileChannel kept = FileChannel.open(shelves.sums(blob), StandardOpenOption.READ)) {
      readFully(kept, bytes, from);
    } catch (NoSuchFileException missing) {
      // since the stream was opened
    }
  }

  @Override
  protected long sizeOfSums() throws IOException {
    try {
      return Files.size(shelves.sums(blob));
    } catch (NoSuchFileException missing) {
      return 0;
    }
  }

  @Override
  protected void writeSums(Fingerprint print) throws IOException {
    shelves.putSums(blob, print);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
