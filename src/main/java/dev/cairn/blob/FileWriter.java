package dev.cairn.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A blob on its way into a file. */
final class FileWriter implements BlobWriter {

  private final Path temporary;
  private final FileChannel channel;
  private final Fingerprint print = new Fingerprint();
  private final Shelves shelves;

  FileWriter(Path folder, Shelves shelves) throws IOException {
    this.temporary = Files.createTempFile(folder, "blob", ".part");
    this.channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
    this.shelves = shelves;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    print.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public long size() {
    return print.size();
  }

  @Override
  public String finish() throws IOException {
    shelves.put(temporary, channel, print);
    channel.close();
    return print.sha256Hex();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(temporary);
  }
}
