package dev.cairn.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.blob.BlobStore;
import dev.cairn.blob.BlobWriter;
import dev.cairn.blob.DraftContract;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3BlobsTest extends DraftContract {

  private static S3Server s3;

  private final Names names = new Names("some/where/");
  private final String bucket;
  private final List<S3Blobs> open = new ArrayList<>();

  S3BlobsTest() throws IOException {
    bucket = s3.bucket();
  }

  @BeforeAll
  static void start() throws IOException {
    s3 = new S3Server();
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
  }

  @AfterEach
  void close() {
    open.forEach(S3Blobs::close);
  }

  @Override
  protected BlobStore server() throws IOException {
    if (open.size() < 2) {
      open.add(new S3Blobs(s3.settings(bucket)));
    }
    S3Blobs next = open.removeFirst();
    open.add(next);
    return next;
  }

  @Override
  protected UUID upload() {
    return UUID.randomUUID();
  }

  @Override
  protected void takenOver(UUID upload, int epoch) {
    // names of objects tell
  }

  @Override
  protected void damage(String blob, long offset) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(file(blob).toFile(), "rw")) {
      file.seek(offset);
      int before = file.read();
      file.seek(offset);
      file.write(before ^ 1);
    }
  }

  /** Times of objects are in whole seconds. */
  @Override
  protected Duration tick() {
    return Duration.ofMillis(1100);
  }

  @Override
  protected int races() {
    return 2;
  }

  @Override
  protected int severalPieces() {
    return (20 << 20) + 17;
  }

  @ParameterizedTest
  @ValueSource(ints = {8 << 20, 16 << 20, (17 << 20) + 3})
  void aBlobOfSeveralPiecesIsPutTogetherByTheServer(int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    String blob = server().put(bytes);
    assertThat(server().read(blob)).isEqualTo(bytes);
    assertThat(objects("arriving")).isEmpty();
  }

  /** Where the sizes of pieces change is beyond what a test can write. */
  @Test
  void piecesFollowEachOtherWithoutGaps() {
    long end = 0;
    for (int piece = 0; piece < 10_000; piece++) {
      assertThat(PieceSizes.start(piece)).isEqualTo(end);
      assertThat(PieceSizes.of(end)).isEqualTo(piece);
      end += PieceSizes.size(piece);
      assertThat(PieceSizes.of(end - 1)).isEqualTo(piece);
    }
    assertThat(end).isGreaterThan(5L << 40);
  }

  @Test
  void aWriterThatDiedLeavesNothing() throws IOException {
    BlobStore server = server();
    BlobWriter killed = server.create();
    killed.write(ByteBuffer.wrap(new byte[9 << 20]));
    killed.write(ByteBuffer.wrap(new byte[9 << 20]));
    assertThat(objects("arriving")).isNotEmpty();
    assertThat(server.removeUnfinished(Instant.now().minusSeconds(60))).isZero();
    assertThat(server.removeUnfinished(Instant.now().plusSeconds(60))).isEqualTo(1);
    assertThat(objects("arriving")).isEmpty();
    killed.close();
  }

  @Test
  void whatWasBeingPutTogetherWhenItsServerDiedIsGivenUp() throws IOException {
    BlobStore server = server();
    try (Bucket raw = new Bucket(s3.settings(bucket))) {
      raw.await(
          raw.client().createMultipartUpload(it -> it.bucket(bucket).key("some/where/ab/cd/abcd")),
          "abcd");
      assertThat(server.removeUnfinished(Instant.now().minusSeconds(60))).isZero();
      assertThat(server.removeUnfinished(Instant.now().plusSeconds(60))).isEqualTo(1);
      assertThat(server.removeUnfinished(Instant.now().plusSeconds(60))).isZero();
    }
  }

  /** What is being removed while it arrives is waited for, and put again when it is gone. */
  @Test
  void whoPutsABlobThatIsBeingRemovedWaitsAndPutsItAgain() throws Exception {
    byte[] bytes = {1, 2, 3};
    BlobStore server = server();
    String blob = server.put(bytes);
    Path sign = s3.file(bucket, names.leaving(blob) + "another");
    Files.createDirectories(sign.getParent());
    Files.createFile(sign);
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<String> put = thread.submit(() -> server.put(bytes));
      assertThatThrownBy(() -> put.get(700, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      Files.delete(file(blob));
      Files.delete(sign);
      assertThat(put.get()).isEqualTo(blob);
    }
    assertThat(server.read(blob)).isEqualTo(bytes);
  }

  @Test
  void sumsThatAreLostAreMadeAnew() throws IOException {
    byte[] bytes = new byte[(1 << 20) + 1];
    String blob = server().put(bytes);
    Path sums = s3.file(bucket, names.sums(blob));
    byte[] before = Files.readAllBytes(sums);
    Files.delete(sums);
    assertThat(server().read(blob)).isEqualTo(bytes);
    assertThat(Files.readAllBytes(sums)).isEqualTo(before);
  }

  @Test
  void aBucketThatDoesNotExistIsNamedWithWhatToDo() throws IOException {
    try (S3Blobs blobs = new S3Blobs(s3.settings("no-such-bucket"))) {
      assertThatThrownBy(blobs::check)
          .hasMessageContaining("no-such-bucket")
          .hasMessageContaining("does not exist")
          .hasMessageContaining("cairn.blob.s3.bucket");
      assertThatThrownBy(() -> blobs.put(new byte[10]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not exist");
    }
  }

  @Test
  void wrongCredentialsAreToldWithoutThem() throws IOException {
    S3Server.Settings right = s3.settings(bucket);
    S3Server.Settings wrong =
        new S3Server.Settings(bucket, right.url(), "a-secret-that-is-wrong", 6, right.scratch());
    try (S3Blobs blobs = new S3Blobs(wrong)) {
      assertThatThrownBy(blobs::check)
          .hasMessageContaining("refuses access (403")
          .hasMessageContaining("cairn.blob.s3.secret-key")
          .hasMessageNotContaining("a-secret-that-is-wrong");
    }
  }

  @Test
  void aServerThatIsNotThereIsToldSo() throws IOException {
    S3Server.Settings right = s3.settings(bucket);
    URI nobody = URI.create("http://127.0.0.1:1");
    try (S3Blobs blobs =
        new S3Blobs(new S3Server.Settings(bucket, nobody, "secret", 2, right.scratch()))) {
      assertThatThrownBy(() -> blobs.read("0".repeat(64)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("at http://127.0.0.1:1 ");
    }
  }

  @Test
  void aServerThatIsBusyForAWhileIsAskedAgain() throws IOException {
    S3Server.Settings right = s3.settings(bucket);
    try (BusyFront front = new BusyFront(right.url(), 3);
        S3Blobs blobs =
            new S3Blobs(
                new S3Server.Settings(bucket, front.url(), right.secret(), 6, right.scratch()))) {
      byte[] bytes = new byte[(9 << 20) + 5];
      String blob = blobs.put(bytes);
      assertThat(blobs.read(blob)).isEqualTo(bytes);
      assertThat(front.refused()).isEqualTo(3);
    }
  }

  @Test
  void settingsThatAreMissingAreNamed() throws IOException {
    S3Server.Settings right = s3.settings(bucket);
    assertThatThrownBy(
            () ->
                new S3Blobs(
                    new S3Server.Settings(
                        bucket, URI.create("localhost"), "secret", 6, right.scratch())))
        .hasMessageContaining("cairn.blob.s3.endpoint");
  }

  private List<Path> objects(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(s3.file(bucket, "some/where/" + folder))) {
      return files.filter(Files::isRegularFile).toList();
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  private Path file(String blob) {
    return s3.file(bucket, names.blob(blob));
  }
}
