package dev.cairn.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A blob that arrives in pieces, over cut connections and from one server to the next. What was
 * {@link #settle settled} stays whatever happens; what was written since then is lost when the
 * draft is closed. One thread at a time.
 *
 * <p>Who stood still while another went on may wake up and write: that never shows in what the
 * other has.
 */
public interface Draft extends AutoCloseable {

  /**
   * Where a draft is to be gone on with.
   *
   * @param upload whose bytes they are
   * @param epoch higher than that of everyone who wrote to it before
   * @param written epoch of whoever settled the last of what is there; 0 when there is nothing
   * @param offset bytes that are settled; the draft begins behind them
   * @param place what {@link #settle} last told; empty when nothing is settled
   */
  record At(UUID upload, int epoch, int written, long offset, Optional<String> place) {

    /** Behind whoever wrote in the epoch before. */
    public At(UUID upload, int epoch, long offset, Optional<String> place) {
      this(upload, epoch, epoch - 1, offset, place);
    }

    public At {
      Objects.requireNonNull(upload, "upload");
      Objects.requireNonNull(place, "place");
      if (epoch < 1 || offset < 0) {
        throw new IllegalArgumentException("epoch " + epoch + ", offset " + offset);
      }
    }
  }

  /**
   * Appends all remaining bytes.
   *
   * @throws IOException when the store refuses
   */
  void write(ByteBuffer bytes) throws IOException;

  /** Bytes so far, settled or not. */
  long size();

  /**
   * Makes all that was written durable.
   *
   * @return where the bytes are, to be remembered by the caller together with their number
   * @throws IOException when the store refuses
   */
  String settle() throws IOException;

  /**
   * Makes a blob of all that was written, as {@link BlobWriter#finish} does. The draft stays beside
   * it until it is {@link BlobStore#discard discarded}: a server that dies before the blob is
   * entered anywhere can be followed by another, which does this again.
   *
   * @return SHA-256 in hexadecimal
   * @throws IOException when the store refuses
   */
  String finish() throws IOException;

  @Override
  void close() throws IOException;
}
