package dev.cairn.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobsTest extends DraftContract {

  private final Path folder;

  FileBlobsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  protected BlobStore server() throws IOException {
    return new FileBlobs(folder);
  }

  @Override
  protected UUID upload() {
    return UUID.randomUUID();
  }

  @Override
  protected void takenOver(UUID upload, int epoch) {
    // locks of the file system tell
  }

  @Override
  protected void damage(String blob, long offset) throws IOException {
    damage(file(blob), offset);
  }

  private static void damage(Path path, long offset) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(offset);
      int before = file.read();
      file.seek(offset);
      file.write(before ^ 1);
    }
  }

  private Path file(String blob) {
    return folder.resolve(blob.substring(0, 2)).resolve(blob.substring(2, 4)).resolve(blob);
  }

  private Path sums(String blob) {
    return file(blob).resolveSibling(blob + ".sums");
  }

  @Test
  void aBlobThatWasCutShortIsDamaged() throws IOException {
    String blob = server().put(new byte[1 << 20]);
    try (RandomAccessFile file = new RandomAccessFile(file(blob).toFile(), "rw")) {
      file.setLength(1 << 19);
    }
    assertThatThrownBy(() -> server().read(blob)).isInstanceOf(CorruptBlobException.class);
  }

  @Test
  void sumsThatAreLostAreMadeAnew() throws IOException {
    byte[] bytes = new byte[(1 << 20) + 1];
    String blob = server().put(bytes);
    byte[] sums = Files.readAllBytes(sums(blob));
    Files.delete(sums(blob));
    assertThat(server().read(blob)).isEqualTo(bytes);
    assertThat(Files.readAllBytes(sums(blob))).isEqualTo(sums);
  }

  @Test
  void sumsThatAreDamagedAreMadeAnew() throws IOException {
    byte[] bytes = new byte[(1 << 20) + 1];
    String blob = server().put(bytes);
    byte[] sums = Files.readAllBytes(sums(blob));
    damage(sums(blob), 9);
    assertThat(server().read(blob)).isEqualTo(bytes);
    assertThat(Files.readAllBytes(sums(blob))).isEqualTo(sums);
  }

  @Test
  void aDraftThatNobodyHasOpenIsNotCopied() throws IOException {
    UUID upload = UUID.randomUUID();
    String place;
    try (Draft draft = server().draft(new Draft.At(upload, 1, 0, Optional.empty()))) {
      draft.write(ByteBuffer.wrap(new byte[1000]));
      place = draft.settle();
    }
    try (Draft draft = server().draft(new Draft.At(upload, 2, 1000, Optional.of(place)))) {
      assertThat(draft.settle()).isEqualTo(place);
    }
  }
}
