package dev.cairn.blob;

import dev.cairn.job.Content;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Blobs as files {@code ab/cd/<sha256>} below one folder. Safe for many threads and processes. */
public final class BlobStore {

  private final Path folder;
  private final Shelves shelves;
  private final Path arriving;
  private final Path leaving;

  /**
   * @param folder where blobs live; made when missing
   * @throws IOException when it can't be made
   */
  public BlobStore(Path folder) throws IOException {
    this.folder = folder;
    this.shelves = new Shelves(folder);
    this.arriving = Files.createDirectories(folder.resolve("arriving"));
    this.leaving = Files.createDirectories(folder.resolve("leaving"));
  }

  /**
   * Begins a blob.
   *
   * @throws IOException when the disk refuses
   */
  public BlobWriter create() throws IOException {
    return new BlobWriter(arriving, shelves);
  }

  /**
   * Keeps bytes that are in memory already.
   *
   * @return SHA-256 in hexadecimal
   * @throws IOException when the disk refuses
   */
  public String put(byte[] bytes) throws IOException {
    try (BlobWriter writer = create()) {
      writer.write(ByteBuffer.wrap(bytes));
      return writer.finish();
    }
  }

  /**
   * The bytes of a range of a blob; the caller closes the stream.
   *
   * @throws java.nio.file.NoSuchFileException when there is no such blob
   * @throws IOException when it can't be read
   */
  public InputStream open(Content content) throws IOException {
    FileChannel channel = FileChannel.open(path(content.blob()), StandardOpenOption.READ);
    try {
      channel.position(content.offset());
      return new Range(
          new BufferedInputStream(Channels.newInputStream(channel), 1 << 16), content.length());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * All bytes of a blob.
   *
   * @throws IOException when it can't be read
   */
  public byte[] read(String sha256) throws IOException {
    return Files.readAllBytes(path(sha256));
  }

  /**
   * Removes what never arrived whole because its server died.
   *
   * @param before files written to since then are left alone: someone may still write them
   * @return how many were removed
   * @throws IOException when the folder can't be read
   */
  public int removeUnfinished(Instant before) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(arriving, "*.part")) {
      for (Path file : files) {
        if (olderThan(file, before) && Files.deleteIfExists(file)) {
          removed++;
        }
      }
    }
    return removed;
  }

  /**
   * Whether the files here belong to one owner alone, so that what it does not know is nobody's.
   * The first to ask of a folder without blobs owns it; one that had blobs before is nobody's for
   * ever.
   *
   * @throws IOException when the disk refuses
   */
  public boolean ownedBy(UUID owner) throws IOException {
    Path mark = folder.resolve("owner");
    if (!Files.exists(mark)) {
      if (hasBlobs()) {
        return false;
      }
      try {
        Files.writeString(mark, owner.toString(), StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException another) {
        // which asked at the same time
      }
    }
    return Files.readString(mark).strip().equals(owner.toString());
  }

  private boolean hasBlobs() throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, "[0-9a-f][0-9a-f]")) {
      return folders.iterator().hasNext();
    }
  }

  /**
   * Removes a blob's file, unless it is young. The same bytes may arrive again at any moment, so
   * the file is first put aside in one atomic step: what arrives from then on is another file, and
   * what arrived just before shows by the time of the file put aside, which then goes back. A
   * reader that opens the blob within these microseconds does not find it; nothing referred to it
   * before.
   *
   * @param before a file touched since then stays
   * @return whether the file is gone (or there was none)
   * @throws IOException when the disk refuses; the file may then be aside, see {@link #putBack}
   */
  public boolean remove(String sha256, Instant before) throws IOException {
    Path place = path(sha256);
    Path aside = leaving.resolve(sha256);
    try {
      if (!olderThan(place, before)) {
        return false;
      }
      Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException gone) {
      return true;
    }
    return removeAside(aside, place, before);
  }

  static boolean removeAside(Path aside, Path place, Instant before) throws IOException {
    if (olderThan(aside, before)) {
      Files.deleteIfExists(aside);
      return true;
    }
    Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
    Shelves.sync(Objects.requireNonNull(place.getParent()));
    return false;
  }

  /**
   * Puts back what a server that died had put aside, as young: the same bytes may have arrived
   * since, and a young file must not be replaced by an old one. To be called while nothing is being
   * removed.
   *
   * @return how many files were found
   * @throws IOException when the disk refuses
   */
  public int putBack() throws IOException {
    int found = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(leaving)) {
      for (Path aside : files) {
        Files.setLastModifiedTime(aside, FileTime.from(Instant.now()));
        removeAside(aside, path(aside.getFileName().toString()), Instant.MIN);
        found++;
      }
    }
    return found;
  }

  /**
   * The blobs of one of the 256 folders.
   *
   * @param first the first byte of their names
   * @param before blobs whose files were touched since then are left out
   * @throws IOException when the disk refuses
   */
  public List<String> list(int first, Instant before) throws IOException {
    Path root = folder.resolve(HexFormat.of().toHexDigits((byte) first));
    List<String> blobs = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
        for (Path each : folders) {
          list(each, before, blobs);
        }
      }
    }
    return blobs;
  }

  private static void list(Path folder, Instant before, List<String> blobs) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (olderThan(file, before)) {
          blobs.add(file.getFileName().toString());
        }
      }
    } catch (NoSuchFileException removed) {
      // by another node meanwhile
    }
  }

  private static boolean olderThan(Path file, Instant time) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(time);
  }

  private Path path(String sha256) {
    return shelves.of(sha256).resolve(sha256);
  }

  /** At most so many bytes of another stream. */
  private static final class Range extends InputStream {
    private final InputStream in;
    private long left;

    Range(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      if (left <= 0) {
        return -1;
      }
      int next = in.read();
      left -= next < 0 ? 0 : 1;
      return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left <= 0) {
        return length == 0 ? 0 : -1;
      }
      int read = in.read(bytes, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(in.available(), left);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
