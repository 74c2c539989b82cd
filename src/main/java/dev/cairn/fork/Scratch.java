package dev.cairn.fork;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The folder of one forked process, for what its parsers unpack. */
final class Scratch {

  private static final String PREFIX = "cairn-fork-";

  private Scratch() {}

  /** Readable by its owner alone. */
  static Path create() throws IOException {
    return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
  }

  /**
   * Removes the folders of servers that died between making one and starting its process. (All
   * others are removed by that process, whose end no death of a server prevents.)
   *
   * @param temporary where they are
   * @param before younger ones stay: a server whose processes we can't see may share the folder
   */
  static void removeLeft(Path temporary, Instant before) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*-*")) {
      for (Path folder : folders) {
        boolean old = Files.getLastModifiedTime(folder).toInstant().isBefore(before);
        if (old && isLeft(folder.getFileName().toString())) {
          remove(folder);
        }
      }
    } catch (IOException e) {
      Logger.getLogger(Scratch.class).debugf("%s can't be looked through: %s", temporary, e);
    }
  }

  private static boolean isLeft(String name) {
    String pid = name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length()));
    return pid.matches("[0-9]{1,10}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }

  /** Removes it with all that is in it; what can't be removed stays for the system to tidy. */
  static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      Logger.getLogger(Scratch.class).debugf("%s stays: %s", folder, e.getMessage());
    }
  }
}
