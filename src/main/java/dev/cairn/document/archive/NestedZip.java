package dev.cairn.document.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A zip inside of another archive: it is read by its directory, so it needs a file. */
final class NestedZip implements Closeable {

  private static final Pattern DOCUMENT =
      Pattern.compile(".*\\.(docx|docm|xlsx|xlsm|pptx|pptm|odt|ods|odp|odg|epub)");

  private final Path path;
  private @Nullable InputStream opened;

  private NestedZip(Path path) {
    this.path = path;
  }

  /** Whether the name says already that it is a document, so that no copy is needed to see it. */
  static boolean isDocument(String path) {
    return DOCUMENT.matcher(path.toLowerCase(Locale.ROOT)).matches();
  }

  static NestedZip copy(InputStream in) throws IOException {
    Path file = Files.createTempFile("cairn-member", null);
    try {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return new NestedZip(file);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  Path path() {
    return path;
  }

  /** Its bytes; closed with it. */
  InputStream open() throws IOException {
    InputStream in = Files.newInputStream(path);
    opened = in;
    return in;
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
    Files.deleteIfExists(path);
  }
}
