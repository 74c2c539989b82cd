package dev.cairn.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What every blob store promises of blobs that arrive in pieces. */
public abstract class DraftContract extends BlobStoreContract {

  /**
   * What an upload in progress is known by to the store: that this epoch of it is the last.
   *
   * @return its id
   */
  protected abstract UUID upload();

  /** The upload's writer is now that of a later epoch. */
  protected abstract void takenOver(UUID upload, int epoch);

  /** Bytes of a draft that is of several pieces of the store. */
  protected int severalPieces() {
    return LARGE;
  }

  @Test
  void aDraftGoesOnWhereItWasSettledWhicheverServerItCameTo() throws IOException {
    int size = severalPieces();
    byte[] bytes = bytes(size);
    UUID upload = upload();
    Optional<String> place = Optional.empty();
    int epoch = 1;
    for (int start = 0; start < size; epoch++) {
      int end = Math.min(size, start + 1 + random.nextInt(size / 5));
      takenOver(upload, epoch);
      try (Draft draft = server().draft(new Draft.At(upload, epoch, start, place))) {
        draft.write(ByteBuffer.wrap(bytes, start, end - start));
        place = Optional.of(draft.settle());
        assertThat(draft.size()).isEqualTo(end);
      }
      start = end;
    }
    takenOver(upload, epoch);
    try (Draft draft = server().draft(new Draft.At(upload, epoch, size, place))) {
      assertThat(draft.finish()).isEqualTo(sha256(bytes));
    }
    assertThat(server().read(sha256(bytes))).isEqualTo(bytes);
  }

  @Test
  void whatWasNotSettledIsLostWithTheConnection() throws IOException {
    byte[] bytes = bytes(LARGE);
    UUID upload = upload();
    takenOver(upload, 1);
    String place;
    BlobStore server = server();
    try (Draft draft = server.draft(new Draft.At(upload, 1, 0, Optional.empty()))) {
      draft.write(ByteBuffer.wrap(bytes, 0, 100_000));
      place = draft.settle();
      draft.write(ByteBuffer.wrap(new byte[300_000]));
    }
    takenOver(upload, 2);
    assertThat(finished(server, new Draft.At(upload, 2, 100_000, Optional.of(place)), bytes))
        .isEqualTo(sha256(bytes));
    assertThat(server().read(sha256(bytes))).isEqualTo(bytes);
  }

  @Test
  void whoStoodStillWhileAnotherWentOnWritesNothingThatShows() throws IOException {
    byte[] bytes = bytes(LARGE);
    UUID upload = upload();
    takenOver(upload, 1);
    try (Draft stale = server().draft(new Draft.At(upload, 1, 0, Optional.empty()))) {
      stale.write(ByteBuffer.wrap(bytes, 0, 200_000));
      String place = stale.settle();
      takenOver(upload, 2);
      try (Draft fresh = server().draft(new Draft.At(upload, 2, 200_000, Optional.of(place)))) {
        writesInVain(stale);
        fresh.write(ByteBuffer.wrap(bytes, 200_000, LARGE - 200_000));
        writesInVain(stale);
        assertThat(fresh.finish()).isEqualTo(sha256(bytes));
        writesInVain(stale);
      }
    }
    assertThat(server().read(sha256(bytes))).isEqualTo(bytes);
  }

  /** Each writes on in a thread of its own, without end, while others have gone on long since. */
  @Test
  void whoeverWritesAtTheSameTimeUnderAnOlderEpochNeverShows() throws Exception {
    byte[] bytes = bytes(LARGE);
    UUID upload = upload();
    Optional<String> place = Optional.empty();
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService stale = Executors.newCachedThreadPool()) {
      int end = 0;
      int epoch = 1;
      for (int round = 0; round < 6; round++, epoch++) {
        takenOver(upload, epoch);
        Draft draft = server().draft(new Draft.At(upload, epoch, end, place));
        int start = end;
        end += LARGE / 6;
        draft.write(ByteBuffer.wrap(bytes, start, end - start));
        place = Optional.of(draft.settle());
        stale.execute(() -> writesOn(draft, over));
      }
      takenOver(upload, epoch);
      assertThat(finished(server(), new Draft.At(upload, epoch, end, place), bytes))
          .isEqualTo(sha256(bytes));
      over.set(true);
    }
    assertThat(server().read(sha256(bytes))).isEqualTo(bytes);
  }

  private static void writesOn(Draft draft, AtomicBoolean over) {
    try (draft) {
      for (int i = 0; i < 100 && !over.get(); i++) {
        draft.write(ByteBuffer.wrap(new byte[50_000]));
        draft.settle();
      }
    } catch (IOException refused) {
      // as it may be
    }
  }

  private void writesInVain(Draft stale) {
    try {
      stale.write(ByteBuffer.wrap(bytes(1 << 20)));
      stale.settle();
    } catch (IOException refused) {
      // as it may be
    }
  }

  @Test
  void aServerThatDiesBehindTheLastByteIsFollowedByAnother() throws IOException {
    byte[] bytes = bytes(LARGE);
    UUID upload = upload();
    takenOver(upload, 1);
    String place;
    try (Draft draft = server().draft(new Draft.At(upload, 1, 0, Optional.empty()))) {
      draft.write(ByteBuffer.wrap(bytes));
      place = draft.settle();
      assertThat(draft.finish()).isEqualTo(sha256(bytes));
    }
    takenOver(upload, 2);
    assertThat(finished(server(), new Draft.At(upload, 2, LARGE, Optional.of(place)), bytes))
        .isEqualTo(sha256(bytes));
    server().discard(upload);
    assertThat(server().drafts(later)).isEmpty();
    assertThat(server().read(sha256(bytes))).isEqualTo(bytes);
  }

  /**
   * What a server settled and could not enter is as if it had never been, also when that server
   * comes to write again.
   */
  @Test
  void whatWasSettledButNeverEnteredIsNotTakenForWhatStandsInItsPlace() throws IOException {
    byte[] bytes = bytes(LARGE);
    UUID upload = upload();
    BlobStore server = server();
    takenOver(upload, 1);
    String place;
    try (Draft draft = server.draft(new Draft.At(upload, 1, 0, Optional.empty()))) {
      draft.write(ByteBuffer.wrap(bytes, 0, 1000));
      place = draft.settle();
      draft.write(ByteBuffer.wrap(bytes(500)));
      draft.settle();
    }
    takenOver(upload, 2);
    try (Draft draft = server().draft(new Draft.At(upload, 2, 1000, Optional.of(place)))) {
      draft.write(ByteBuffer.wrap(bytes, 1000, 9000));
      place = draft.settle();
    }
    takenOver(upload, 3);
    assertThat(finished(server, new Draft.At(upload, 3, 10_000, Optional.of(place)), bytes))
        .isEqualTo(sha256(bytes));
    assertThat(server().read(sha256(bytes))).isEqualTo(bytes);
  }

  private static String finished(BlobStore server, Draft.At at, byte[] bytes) throws IOException {
    try (Draft draft = server.draft(at)) {
      int start = (int) at.offset();
      draft.write(ByteBuffer.wrap(bytes, start, bytes.length - start));
      return draft.finish();
    }
  }

  @Test
  void aDraftWithoutBytesIsTheEmptyBlob() throws IOException {
    UUID upload = upload();
    takenOver(upload, 1);
    Draft.At at = new Draft.At(upload, 1, 0, Optional.empty());
    assertThat(finished(server(), at, new byte[0])).isEqualTo(sha256(new byte[0]));
    assertThat(server().read(sha256(new byte[0]))).isEmpty();
  }

  @Test
  void draftsAreKnownUntilTheyAreDiscarded() throws IOException {
    UUID upload = upload();
    takenOver(upload, 1);
    String place;
    try (Draft draft = server().draft(new Draft.At(upload, 1, 0, Optional.empty()))) {
      draft.write(ByteBuffer.wrap(bytes(1000)));
      place = draft.settle();
    }
    assertThat(server().drafts(later)).containsExactly(upload);
    assertThat(server().drafts(earlier)).isEmpty();
    server().discard(upload);
    server().discard(upload);
    assertThat(server().drafts(later)).isEmpty();
    takenOver(upload, 2);
    Draft.At gone = new Draft.At(upload, 2, 1000, Optional.of(place));
    assertThatThrownBy(() -> finished(server(), gone, bytes(2000))).isInstanceOf(IOException.class);
  }
}
