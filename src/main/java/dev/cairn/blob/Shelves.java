package dev.cairn.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders {@code ab/cd} in which blobs lie. That a folder is there is no proof that it would be
 * after a power cut: whoever made it may not have synced the one above yet. So each process syncs
 * that once itself.
 */
final class Shelves {

  private final Path root;
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  Shelves(Path root) {
    this.root = root;
  }

  /** Where a blob lies, or would. */
  Path of(String sha256) {
    return root.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2, 4));
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
