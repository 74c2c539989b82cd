package dev.cairn.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.job.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every blob store promises. Each store under test is seen as by two servers. */
public abstract class BlobStoreContract {

  protected static final int CHUNK = 1 << 16;
  protected static final int LARGE = 3 * (1 << 20) + 17;

  /** In the future: whatever is there is older. */
  protected final Instant later = Instant.now().plus(Duration.ofDays(1));

  protected final Instant earlier = Instant.now().minus(Duration.ofDays(1));

  protected final Random random = new Random(7);

  /** A server's view of the store; the same store at each call. */
  protected abstract BlobStore server() throws IOException;

  /** Changes one byte of a blob behind the store's back. */
  protected abstract void damage(String blob, long offset) throws IOException;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK, LARGE})
  void bytesComeBackAsTheyWereUnderTheirDigest(int size) throws IOException {
    byte[] bytes = bytes(size);
    String blob = server().put(bytes);
    assertThat(blob).isEqualTo(sha256(bytes));
    assertThat(server().read(blob)).isEqualTo(bytes);
    try (InputStream in = server().open(new Content(blob, 0, size))) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void anyRangeIsReadWithoutTheRest() throws IOException {
    byte[] bytes = bytes(LARGE);
    String blob = server().put(bytes);
    for (int i = 0; i < 200; i++) {
      int start = random.nextInt(LARGE);
      int length = random.nextInt(Math.min(LARGE - start, i % 2 == 0 ? 300 : 3 * CHUNK) + 1);
      try (InputStream in = server().open(new Content(blob, start, length))) {
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, start, start + length));
      }
    }
  }

  @Test
  void aRangeBeyondTheEndEndsThere() throws IOException {
    String blob = server().put(bytes(100));
    try (InputStream in = server().open(new Content(blob, 90, 1000))) {
      assertThat(in.readAllBytes()).hasSize(10);
    }
  }

  @Test
  void whatWasSkippedIsNotRead() throws IOException {
    byte[] bytes = bytes(LARGE);
    String blob = server().put(bytes);
    try (InputStream in = server().open(new Content(blob, 0, LARGE))) {
      in.readNBytes(10);
      in.skipNBytes(2 * CHUNK);
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 10 + 2 * CHUNK, LARGE));
    }
  }

  @Test
  void theSameBytesAreOneBlobHoweverOftenTheyCome() throws IOException {
    byte[] bytes = bytes(2 * CHUNK);
    String blob = server().put(bytes);
    assertThat(server().put(bytes)).isEqualTo(blob);
    assertThat(all()).containsExactly(blob);
    assertThat(server().read(blob)).isEqualTo(bytes);
  }

  @Test
  void whatIsNotFinishedIsNoBlob() throws IOException {
    try (BlobWriter writer = server().create()) {
      writer.write(ByteBuffer.wrap(bytes(LARGE)));
      assertThat(writer.size()).isEqualTo(LARGE);
    }
    assertThat(all()).isEmpty();
  }

  @Test
  void aBlobThatIsNotThereIsNamedSo() {
    String none = "0".repeat(64);
    assertThatThrownBy(() -> server().read(none)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> server().open(new Content(none, 0, 1)))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, LARGE})
  void aDamagedBlobIsNeverServed(int size) throws IOException {
    String blob = server().put(bytes(size));
    damage(blob, size - 1);
    assertThatThrownBy(() -> server().read(blob)).isInstanceOf(CorruptBlobException.class);
    assertThatThrownBy(
            () -> {
              try (InputStream in = server().open(new Content(blob, size - 10, 5))) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(CorruptBlobException.class)
        .hasMessageContaining(blob);
  }

  @Test
  void whatIsNotDamagedOfABlobCanBeRead() throws IOException {
    byte[] bytes = bytes(LARGE);
    String blob = server().put(bytes);
    damage(blob, LARGE - 1);
    try (InputStream in = server().open(new Content(blob, 100, CHUNK))) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 100, 100 + CHUNK));
    }
  }

  /** How far the clock of the store must go on so that something is older than something else. */
  protected Duration tick() {
    return Duration.ofMillis(10);
  }

  /** How often the same bytes are put while they are removed. */
  protected int races() {
    return 40;
  }

  @Test
  void whatArrivesWhileTheSameBytesAreRemovedIsThereWheneverItCame() throws Exception {
    byte[] bytes = bytes(2 * CHUNK);
    String blob = server().put(bytes);
    BlobStore one = server();
    BlobStore other = server();
    try (ExecutorService remover = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < races(); i++) {
        Thread.sleep(tick());
        Instant before = Instant.now();
        Thread.sleep(tick());
        long pause = random.nextInt(2_000_000);
        Future<Boolean> removed =
            remover.submit(
                () -> {
                  LockSupport.parkNanos(pause);
                  return one.remove(blob, before);
                });
        assertThat(other.put(bytes)).isEqualTo(blob);
        removed.get();
        assertThat(server().read(blob)).isEqualTo(bytes);
      }
    }
  }

  @Test
  void anOldBlobIsRemovedAndAYoungOneStays() throws IOException {
    String blob = server().put(bytes(LARGE));
    assertThat(server().remove(blob, earlier)).isFalse();
    assertThat(server().read(blob)).hasSize(LARGE);
    assertThat(server().remove(blob, later)).isTrue();
    assertThat(server().remove(blob, later)).isTrue();
    assertThat(all()).isEmpty();
    assertThatThrownBy(() -> server().read(blob)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aBlobThatComesAgainAfterItsRemovalIsThere() throws IOException {
    byte[] bytes = bytes(LARGE);
    String blob = server().put(bytes);
    assertThat(server().remove(blob, later)).isTrue();
    assertThat(server().put(bytes)).isEqualTo(blob);
    assertThat(server().read(blob)).isEqualTo(bytes);
  }

  @Test
  void blobsAreListedByTheFirstByteOfTheirNames() throws IOException {
    List<String> blobs =
        List.of(server().put(bytes(10)), server().put(bytes(2 * CHUNK)), server().put(bytes(11)));
    for (String blob : blobs) {
      int first = HexFormat.fromHexDigits(blob, 0, 2);
      assertThat(server().list(first, later)).contains(blob);
      assertThat(server().list(first, earlier)).isEmpty();
    }
    assertThat(all()).containsExactlyInAnyOrderElementsOf(blobs);
  }

  @Test
  void aStoreThatHadBlobsBeforeItWasClaimedIsNobodys() throws IOException {
    UUID owner = UUID.randomUUID();
    server().put(bytes(10));
    assertThat(server().ownedBy(owner)).isEqualTo(belongsToItsDatabase());
  }

  @Test
  void aStoreBelongsToTheFirstThatClaimsIt() throws IOException {
    UUID owner = UUID.randomUUID();
    assertThat(server().ownedBy(owner)).isTrue();
    server().put(bytes(10));
    assertThat(server().ownedBy(owner)).isTrue();
    assertThat(server().ownedBy(UUID.randomUUID())).isEqualTo(belongsToItsDatabase());
  }

  /** Whether the store lives inside the database, and so can't meet another. */
  protected boolean belongsToItsDatabase() {
    return false;
  }

  private List<String> all() throws IOException {
    BlobStore server = server();
    List<String> all = new ArrayList<>();
    for (int first = 0; first < 256; first++) {
      all.addAll(server.list(first, later));
    }
    return all;
  }

  protected byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  protected static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
