package dev.cairn.blob;

import dev.cairn.job.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Content-addressed bytes. Safe for many threads and many processes that share the place. Blocking:
 * callers stand on a worker thread.
 *
 * <p>Whatever is read is verified first: bytes that are not those that were written are never
 * given, {@link CorruptBlobException} is thrown instead.
 */
public interface BlobStore {

  /**
   * Begins a blob that arrives in one go.
   *
   * @throws IOException when the store refuses
   */
  BlobWriter create() throws IOException;

  /**
   * Begins a blob that arrives in pieces, or goes on with it.
   *
   * @throws IOException when the store refuses, or no longer has what had arrived
   */
  Draft draft(Draft.At at) throws IOException;

  /**
   * Throws away what has arrived of a blob. Nothing there is no failure.
   *
   * @throws IOException when the store refuses
   */
  void discard(UUID upload) throws IOException;

  /**
   * The bytes of a range of a blob; the caller closes the stream.
   *
   * @throws java.nio.file.NoSuchFileException when there is no such blob
   * @throws CorruptBlobException when the first of them are not those that were written; the stream
   *     throws it for the others
   * @throws IOException when it can't be read
   */
  InputStream open(Content content) throws IOException;

  /**
   * All bytes of a blob.
   *
   * @throws java.nio.file.NoSuchFileException when there is no such blob
   * @throws CorruptBlobException when they are not those that were written
   * @throws IOException when it can't be read
   */
  byte[] read(String sha256) throws IOException;

  /**
   * Keeps bytes that are in memory already.
   *
   * @return SHA-256 in hexadecimal
   * @throws IOException when the store refuses
   */
  default String put(byte[] bytes) throws IOException {
    try (BlobWriter writer = create()) {
      writer.write(ByteBuffer.wrap(bytes));
      return writer.finish();
    }
  }

  /**
   * Removes what never arrived whole because its server died; not drafts, whose uploads may be gone
   * on with.
   *
   * @param before what was written to since then is left alone: someone may still write it
   * @return how many were removed
   * @throws IOException when the store refuses
   */
  int removeUnfinished(Instant before) throws IOException;

  /**
   * Uploads of which there are drafts.
   *
   * @param before drafts that were written to since then are left out
   * @throws IOException when the store refuses
   */
  List<UUID> drafts(Instant before) throws IOException;

  /**
   * Whether the blobs here belong to one owner alone, so that what it does not know is nobody's.
   * The first to ask of a store without blobs owns it; one that had blobs before is nobody's for
   * ever. A store inside the database is that database's.
   *
   * @throws IOException when the store refuses
   */
  boolean ownedBy(UUID owner) throws IOException;

  /**
   * Removes a blob, unless it is young: the same bytes may arrive again at any moment, and then
   * they stay.
   *
   * @param before a blob touched since then stays
   * @return whether the blob is gone (or there was none)
   * @throws IOException when the store refuses; see {@link #putBack}
   */
  boolean remove(String sha256, Instant before) throws IOException;

  /**
   * Mends what a server that died while it removed blobs has left. To be called while nothing is
   * being removed.
   *
   * @return how many blobs were found
   * @throws IOException when the store refuses
   */
  int putBack() throws IOException;

  /**
   * Gives back a bounded part of the room that removed blobs and discarded drafts still take.
   *
   * @return how much that was, in no particular unit; 0 when nothing is left
   * @throws IOException when the store refuses
   */
  default int reclaim() throws IOException {
    return 0;
  }

  /**
   * A 256th of all blobs.
   *
   * @param first the first byte of their names
   * @param before blobs touched since then are left out
   * @throws IOException when the store refuses
   */
  List<String> list(int first, Instant before) throws IOException;
}
