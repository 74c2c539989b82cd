package dev.cairn.document.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Small archives, one inside the other. */
public final class ArchiveSeeds {

  private ArchiveSeeds() {}

  public static List<byte[]> all() throws IOException {
    byte[] tar = ArchiveReaderTest.tar(List.of("a.txt", "x".repeat(150) + "/b.txt"));
    byte[] zip =
        ArchiveReaderTest.zip(List.of("a.txt", "in.tar"), List.of(new byte[] {'1', '2'}, tar));
    ByteArrayOutputStream gz = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gz)) {
      out.write(tar);
    }
    return List.of(tar, zip, gz.toByteArray());
  }
}
