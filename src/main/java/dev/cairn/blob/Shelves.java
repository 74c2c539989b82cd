package dev.cairn.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders {@code ab/cd} in which blobs lie, those of more than one chunk with their sums beside
 * them. That a folder is there is no proof that it would be after a power cut: whoever made it may
 * not have synced the one above yet. So each process syncs that once itself.
 */
final class Shelves {

  static final String SUMS = ".sums";

  private final Path root;
  private final Path arriving;
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  /**
   * @param arriving a folder beside, for what is not whole yet
   */
  Shelves(Path root, Path arriving) {
    this.root = root;
    this.arriving = arriving;
  }

  /** Where a blob lies, or would. */
  Path of(String sha256) {
    return root.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2, 4));
  }

  /** The file of a blob. */
  Path file(String sha256) {
    return of(sha256).resolve(sha256);
  }

  /** The file of its sums. */
  Path sums(String sha256) {
    return of(sha256).resolve(sha256 + SUMS);
  }

  /**
   * Puts a file on its shelf, durably and in one step: file and folder are synced. It is as young
   * as can be.
   *
   * @param arrived the file; it is moved
   * @param channel of the same file
   * @param print of its bytes
   * @throws IOException when the disk refuses
   */
  void put(Path arrived, FileChannel channel, Fingerprint print) throws IOException {
    String name = print.sha256Hex();
    Path shelf = make(name);
    if (print.size() > Fingerprint.CHUNK) {
      putSums(name, print);
    }
    Files.setLastModifiedTime(arrived, FileTime.from(Instant.now()));
    channel.force(true);
    Files.move(arrived, shelf.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    sync(shelf);
  }

  /** Those of the same bytes are the same, so it does no harm that they may be there already. */
  void putSums(String name, Fingerprint print) throws IOException {
    Path temporary = Files.createTempFile(arriving, "sums", ".part");
    try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      file.write(print.sums());
      file.force(true);
    }
    Files.move(temporary, sums(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Makes the folder of a blob, durably.
   *
   * @throws IOException when the disk refuses
   */
  Path make(String sha256) throws IOException {
    Path upper = root.resolve(sha256.substring(0, 2));
    Path shelf = upper.resolve(sha256.substring(2, 4));
    make(upper, root);
    make(shelf, upper);
    return shelf;
  }

  /** There are at most 65,792 of them. */
  private void make(Path folder, Path above) throws IOException {
    if (!durable.contains(folder) || !Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      sync(above);
      durable.add(folder);
    }
  }

  /**
   * Makes the entries of a folder durable.
   *
   * @throws IOException when the disk refuses
   */
  static void sync(Path folder) throws IOException {
    try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
      entry.force(true);
    }
  }
}
