package dev.cairn.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file goes only when it is old, whatever arrives meanwhile. */
class BlobRemovalTest {

  private static final byte[] BYTES = "the same bytes".getBytes(UTF_8);
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant BEFORE = Instant.parse("2021-01-01T00:00:00Z");

  private final Path folder;
  private final FileBlobs blobs;
  private final String blob;
  private final Path place;

  /** An old blob. */
  BlobRemovalTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    blobs = new FileBlobs(folder);
    blob = blobs.put(BYTES);
    place = folder.resolve(blob.substring(0, 2)).resolve(blob.substring(2, 4)).resolve(blob);
    age(place);
  }

  private static void age(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
  }

  @Test
  void anOldFileGoesAndToRemoveItAgainIsNoError() throws IOException {
    assertThat(blobs.remove(blob, BEFORE)).isTrue();
    assertThat(place).doesNotExist();
    assertThat(folder.resolve("leaving")).isEmptyDirectory();
    assertThat(blobs.remove(blob, BEFORE)).isTrue();
  }

  @Test
  void theSameBytesArrivingAgainMakeItYoung() throws IOException {
    blobs.put(BYTES);
    assertThat(blobs.remove(blob, BEFORE)).isFalse();
    assertThat(blobs.read(blob)).isEqualTo(BYTES);
  }

  @Test
  void aFileIsAsYoungAsItsArrivalHoweverSlowlyItsBytesCame() throws IOException {
    try (BlobWriter writer = blobs.create()) {
      writer.write(java.nio.ByteBuffer.wrap(BYTES));
      try (var arriving = Files.newDirectoryStream(folder.resolve("arriving"))) {
        age(arriving.iterator().next());
      }
      writer.finish();
    }
    assertThat(blobs.remove(blob, BEFORE)).isFalse();
  }

  @Test
  void whatArrivedJustBeforeItWasPutAsideGoesBack() throws IOException {
    blobs.put(BYTES);
    Path aside = folder.resolve("leaving").resolve(blob);
    Files.move(place, aside);
    assertThat(FileBlobs.removeAside(aside, place, BEFORE)).isFalse();
    assertThat(blobs.read(blob)).isEqualTo(BYTES);
  }

  @Test
  void whatArrivesAfterItWasPutAsideStays() throws IOException {
    Path aside = folder.resolve("leaving").resolve(blob);
    Files.move(place, aside);
    blobs.put(BYTES);
    assertThat(FileBlobs.removeAside(aside, place, BEFORE)).isTrue();
    assertThat(blobs.read(blob)).isEqualTo(BYTES);
    assertThat(aside).doesNotExist();
  }

  @Test
  void whatAServerThatDiedHadPutAsideIsPutBackAsYoung() throws IOException {
    Files.move(place, folder.resolve("leaving").resolve(blob));
    assertThat(blobs.putBack()).isEqualTo(1);
    assertThat(blobs.read(blob)).isEqualTo(BYTES);
    assertThat(blobs.remove(blob, BEFORE)).isFalse();
    assertThat(blobs.putBack()).isZero();
  }

  @Test
  void onlyOldFilesAreListed() throws IOException {
    int first = Integer.parseInt(blob.substring(0, 2), 16);
    assertThat(blobs.list(first, BEFORE)).containsExactly(blob);
    assertThat(blobs.list(first, LONG_AGO)).isEmpty();
    assertThat(blobs.list((first + 1) % 256, BEFORE)).isEmpty();
  }

  @Test
  void theFirstWhoAsksOwnsAFolderThatHoldsNothing(@TempDir Path empty) throws IOException {
    FileBlobs fresh = new FileBlobs(empty);
    UUID owner = UUID.randomUUID();
    assertThat(fresh.ownedBy(owner)).isTrue();
    fresh.put(BYTES);
    assertThat(fresh.ownedBy(UUID.randomUUID())).isFalse();
    assertThat(fresh.ownedBy(owner)).isTrue();
  }

  @Test
  void aFolderThatHeldBlobsBeforeIsNobodys() throws IOException {
    assertThat(blobs.ownedBy(UUID.randomUUID())).isFalse();
    assertThat(folder.resolve("owner")).doesNotExist();
  }
}
