package dev.cairn.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers which upload a file was being brought up as, so that the same command goes on with it.
 * One small file each, below the user's own folder. What can't be noted is no failure: it would
 * only be sent again.
 */
final class UploadNotes {

  /** Servers throw away uploads that nobody went on with for a week. */
  private static final Duration KEPT = Duration.ofDays(8);

  private final Path folder;

  UploadNotes(Path home) {
    this.folder = home.resolve("uploads");
  }

  Optional<String> find(InputFile file) {
    try {
      String id = Files.readString(note(file)).strip();
      return id.isEmpty() ? Optional.empty() : Optional.of(id);
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  void keep(InputFile file, String id) {
    try {
      Files.createDirectories(folder);
      removeOld();
      Path written = Files.createTempFile(folder, "note", ".new");
      Files.writeString(written, id + "\n", StandardCharsets.UTF_8);
      Files.move(written, note(file), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // then the file is sent from its beginning next time
    }
  }

  void forget(InputFile file) {
    try {
      Files.deleteIfExists(note(file));
    } catch (IOException e) {
      // the server will not know it any more some day
    }
  }

  private void removeOld() throws IOException {
    Instant before = Instant.now().minus(KEPT);
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(folder)) {
      for (Path each : notes) {
        if (Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  /** Named by all that tells a file from another, and from what it was before. */
  private Path note(InputFile file) {
    return folder.resolve(Fingerprint.of("upload", Map.of(), List.of(file)));
  }
}
