package dev.cairn.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of blobs that arrive in pieces: {@code <upload>-<epoch>}. Who goes on takes the same
 * file when nobody else has it open, and a copy under its own epoch when somebody has: that one may
 * stand still in the middle of a write, and wake up later.
 */
final class FileDrafts {

  /**
   * Open in this process, which must not even open them again: closing a file ends all its locks.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final Shelves shelves;
  private final DraftPrints prints = new DraftPrints();

  FileDrafts(Path folder, Shelves shelves) {
    this.folder = folder.toAbsolutePath();
    this.shelves = shelves;
  }

  Draft open(Draft.At at) throws IOException {
    Path own = folder.resolve(at.upload() + "-" + at.epoch());
    if (at.place().isEmpty()) {
      return begin(own, at);
    }
    Path before = folder.resolve(at.place().get());
    Optional<Draft> same = goOn(before, at);
    return same.isPresent() ? same.get() : copy(before, own, at);
  }

  private Draft begin(Path own, Draft.At at) throws IOException {
    if (at.offset() > 0) {
      throw new NoSuchFileException(own.toString());
    }
    Files.deleteIfExists(own);
    Files.createFile(own);
    Shelves.sync(folder);
    return goOn(own, at).orElseThrow(() -> new IOException("a new file is locked: " + own));
  }

  /** Empty when someone else has the file open. */
  private Optional<Draft> goOn(Path file, Draft.At at) throws IOException {
    if (!OPEN.add(file)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (locked(channel)) {
        Held held = new Held(file, channel);
        return Optional.of(new FileDraft(held, at, prints, shelves));
      }
      release(file, channel);
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      release(file, channel);
      throw e;
    }
  }

  /** A locked file, which others may have when it is closed. */
  final class Held implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private Held(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    Path file() {
      return file;
    }

    FileChannel channel() {
      return channel;
    }

    @Override
    public void close() throws IOException {
      release(file, channel);
    }
  }

  private void release(Path file, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      OPEN.remove(file);
    }
  }

  /** A file system without locks is one in which somebody else may have the file open. */
  private static boolean locked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  private Draft copy(Path from, Path own, Draft.At at) throws IOException {
    Files.deleteIfExists(own);
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(own, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long done = 0;
      while (done < at.offset()) {
        long length = in.transferTo(done, at.offset() - done, out);
        if (length <= 0) {
          throw new IOException("a file of an upload is shorter than it was: " + from);
        }
        done += length;
      }
      out.force(true);
    }
    Shelves.sync(folder);
    return goOn(own, at).orElseThrow(() -> new IOException("a new file is locked: " + own));
  }

  /**
   * What is not theirs to keep any more: a file still open elsewhere vanishes when it is closed.
   */
  void discard(UUID upload) throws IOException {
    prints.forget(upload);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, upload + "-*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  List<UUID> list(Instant before) throws IOException {
    Set<UUID> found = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          found.add(UUID.fromString(file.getFileName().toString().substring(0, 36)));
        }
      }
    } catch (NoSuchFileException removed) {
      // by another node meanwhile
    }
    return List.copyOf(found);
  }
}
