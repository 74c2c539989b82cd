package dev.cairn.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks a {@code .tar.xz}: folders, files with their run bits, symbolic links. */
final class Archive {
  private static final int ANY_RUN_BIT = 0111;

  private Archive() {}

  static void unpack(InputStream txz, Path into) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(txz))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        Path path = into.resolve(entry.getName()).normalize();
        if (!path.startsWith(into)) {
          throw new IOException("the archive reaches out of its folder: " + entry.getName());
        }
        write(entry, tar, path);
      }
    }
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isFile()) {
      Files.copy(content, path);
      if ((entry.getMode() & ANY_RUN_BIT) != 0) {
        Private.allow(path, "rwx------");
      }
      // A power cut after the rename must not leave empty programs in a folder that looks whole.
      Private.sync(path);
    } else {
      throw new IOException("the archive holds what we do not unpack: " + entry.getName());
    }
  }
}
