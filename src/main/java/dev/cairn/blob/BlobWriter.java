package dev.cairn.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** A blob on its way in. Closing it before {@link #finish} throws the bytes away. */
public final class BlobWriter implements AutoCloseable {

  private final Path temporary;
  private final FileChannel channel;
  private final MessageDigest digest = sha256();
  private final Shelves shelves;
  private long size;

  BlobWriter(Path folder, Shelves shelves) throws IOException {
    this.temporary = Files.createTempFile(folder, "blob", ".part");
    this.channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
    this.shelves = shelves;
  }

  /**
   * Appends all remaining bytes.
   *
   * @throws IOException when the disk refuses
   */
  public void write(ByteBuffer bytes) throws IOException {
    size += bytes.remaining();
    digest.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Bytes so far. */
  public long size() {
    return size;
  }

  /**
   * Puts the blob in its place, durably: file and folder are synced before the name is told. Its
   * time is now, also when the same bytes were there before and however long these took to arrive:
   * who removes blobs nobody refers to leaves young ones alone.
   *
   * @return SHA-256 in hexadecimal
   * @throws IOException when the disk refuses
   */
  public String finish() throws IOException {
    Files.setLastModifiedTime(temporary, FileTime.from(Instant.now()));
    channel.force(true);
    channel.close();
    String name = HexFormat.of().formatHex(digest.digest());
    Path shelf = shelves.make(name);
    Files.move(temporary, shelf.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    Shelves.sync(shelf);
    return name;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(temporary);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
