package dev.cairn.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes in memory, which come in pieces as small as wished. */
public final class HeldBytes implements Bytes {

  private final String name;
  private final byte[] content;
  private final int piece;

  private HeldBytes(String name, byte[] content, int piece) {
    this.name = name;
    this.content = content;
    this.piece = piece;
  }

  public static HeldBytes of(String name, byte[] content) {
    return new HeldBytes(name, content, Integer.MAX_VALUE);
  }

  public static HeldBytes of(String name, String content) {
    return of(name, content, StandardCharsets.UTF_8);
  }

  public static HeldBytes of(String name, String content, Charset charset) {
    return of(name, content.getBytes(charset));
  }

  /** The same, at most so many bytes at a time. */
  public HeldBytes dripping(int bytes) {
    return new HeldBytes(name, content, bytes);
  }

  /** The folder of shared data; a wrong setting must not pass for tests that ran. */
  public static Path data() {
    String set = System.getProperty("cairn.data");
    Path data = Path.of(set == null ? "../shared/data" : set);
    if (!Files.isDirectory(data)) {
      throw new AssertionError(
          "no test data in " + data.toAbsolutePath() + "; set -Dcairn.data to their folder");
    }
    return data;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public InputStream open(long offset) {
    int from = (int) offset;
    return new ByteArrayInputStream(content, from, content.length - from) {
      @Override
      public synchronized int read(byte[] into, int start, int most) {
        return super.read(into, start, Math.min(most, piece));
      }
    };
  }

  @Override
  public Path file() throws IOException {
    Path file = Files.createTempFile("held-bytes", null);
    file.toFile().deleteOnExit();
    return Files.write(file, content);
  }

  public byte[] content() {
    return content.clone();
  }
}
