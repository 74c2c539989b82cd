package dev.cairn.blob.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way into objects of some megabytes each: one is filled here while the one before
 * it is sent. The last one may be sent before it is full, and again when there is more of it: its
 * object only ever grows.
 */
final class Pieces implements AutoCloseable {

  private final Bucket bucket;
  private final IntFunction<String> names;
  private Scratch filling;
  private Scratch sending;
  private @Nullable CompletableFuture<?> sent;
  private int piece;
  private boolean dirty;

  /**
   * @param names of the objects
   */
  Pieces(Bucket bucket, Path scratch, IntFunction<String> names) throws IOException {
    this.bucket = bucket;
    this.names = names;
    this.filling = new Scratch(scratch);
    this.sending = new Scratch(scratch);
  }

  /** Goes on inside a piece, or at its beginning. */
  void goOn(int piece, ByteBuffer before) throws IOException {
    this.piece = piece;
    filling.write(before);
  }

  /** Appends all remaining bytes. */
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      long room = PieceSizes.size(piece) - filling.size();
      int length = (int) Math.min(room, bytes.remaining());
      filling.write(bytes.slice(bytes.position(), length));
      bytes.position(bytes.position() + length);
      dirty = true;
      if (length == room) {
        send();
      }
    }
  }

  private void send() throws IOException {
    arrive();
    sent = bucket.put(names.apply(piece), filling);
    Scratch empty = sending;
    empty.empty();
    sending = filling;
    filling = empty;
    piece++;
    dirty = false;
  }

  /** Waits until the piece before this one is in the bucket. */
  private void arrive() throws IOException {
    if (sent != null) {
      bucket.await(sent, names.apply(piece - 1));
      sent = null;
    }
  }

  /** Has the full ones in the bucket, so that what {@link #last} holds is the rest. */
  void settleFull() throws IOException {
    arrive();
  }

  /** Has all in the bucket. */
  void settle() throws IOException {
    arrive();
    if (dirty) {
      bucket.await(bucket.put(names.apply(piece), filling), names.apply(piece));
      dirty = false;
    }
  }

  /** Full pieces; their number is that of the one that is being filled. */
  int full() {
    return piece;
  }

  /** The one that is being filled. */
  Scratch last() {
    return filling;
  }

  @Override
  public void close() throws IOException {
    if (sent != null) {
      sent.cancel(true);
    }
    try {
      filling.close();
    } finally {
      sending.close();
    }
  }
}
