package dev.cairn.blob;

import dev.cairn.job.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Blobs as files {@code ab/cd/<sha256>} below one folder. */
public final class FileBlobs implements BlobStore {

  private final Path folder;
  private final Shelves shelves;
  private final Path arriving;
  private final Path leaving;
  private final FileDrafts drafts;

  /**
   * @param folder where blobs live; made when missing
   * @throws IOException when it can't be made
   */
  public FileBlobs(Path folder) throws IOException {
    this.folder = folder;
    this.arriving = Files.createDirectories(folder.resolve("arriving"));
    this.shelves = new Shelves(folder, arriving);
    this.leaving = Files.createDirectories(folder.resolve("leaving"));
    this.drafts = new FileDrafts(Files.createDirectories(folder.resolve("drafts")), shelves);
  }

  @Override
  public BlobWriter create() throws IOException {
    return new FileWriter(arriving, shelves);
  }

  @Override
  public Draft draft(Draft.At at) throws IOException {
    return drafts.open(at);
  }

  @Override
  public void discard(UUID upload) throws IOException {
    drafts.discard(upload);
  }

  @Override
  public List<UUID> drafts(Instant before) throws IOException {
    return drafts.list(before);
  }

  @Override
  public InputStream open(Content content) throws IOException {
    return VerifiedFile.open(shelves, content);
  }

  @Override
  public byte[] read(String sha256) throws IOException {
    try (InputStream all = open(new Content(sha256, 0, Long.MAX_VALUE))) {
      return all.readAllBytes();
    }
  }

  @Override
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

  @Override
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
   * The file is first put aside in one atomic step: what arrives from then on is another file, and
   * what arrived just before shows by the time of the file put aside, which then goes back. A
   * reader that opens the blob within these microseconds does not find it; nothing referred to it
   * before.
   */
  @Override
  public boolean remove(String sha256, Instant before) throws IOException {
    Path place = shelves.file(sha256);
    Path aside = leaving.resolve(sha256);
    try {
      if (!olderThan(place, before)) {
        return false;
      }
      Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException gone) {
      Files.deleteIfExists(shelves.sums(sha256));
      return true;
    }
    boolean gone = removeAside(aside, place, before);
    if (gone) { // the same bytes may be arriving: sums that are missing are made anew when read
      Files.deleteIfExists(shelves.sums(sha256));
    }
    return gone;
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

  @Override
  public int putBack() throws IOException {
    int found = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(leaving)) {
      for (Path aside : files) {
        Files.setLastModifiedTime(aside, FileTime.from(Instant.now()));
        removeAside(aside, shelves.file(aside.getFileName().toString()), Instant.MIN);
        found++;
      }
    }
    return found;
  }

  @Override
  public List<String> list(int first, Instant before) throws IOException {
    Path root = folder.resolve(HexFormat.of().toHexDigits((byte) first));
    Set<String> blobs = new TreeSet<>();
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
        for (Path each : folders) {
          list(each, before, blobs);
        }
      }
    }
    return List.copyOf(blobs);
  }

  private static void list(Path folder, Instant before, Set<String> blobs) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (olderThan(file, before)) {
          blobs.add(file.getFileName().toString().replace(Shelves.SUMS, ""));
        }
      }
    } catch (NoSuchFileException removed) {
      // by another node meanwhile
    }
  }

  private static boolean olderThan(Path file, Instant time) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(time);
  }
}
