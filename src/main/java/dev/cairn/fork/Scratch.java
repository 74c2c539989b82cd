package dev.cairn.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The folder of one forked process, for what its parsers unpack. */
final class Scratch {

  private Scratch() {}

  /** Readable by its owner alone. */
  static Path create() throws IOException {
    return Files.createTempDirectory("cairn-fork-");
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
