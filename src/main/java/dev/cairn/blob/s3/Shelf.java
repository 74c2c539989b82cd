package dev.cairn.blob.s3;

import dev.cairn.blob.Fingerprint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Puts blobs in their places, and takes them away. A server can't do either only if nobody did the
 * other meanwhile, so both leave signs:
 *
 * <ul>
 *   <li>Who removes a blob first says so in an object of his own, then looks how young the blob is,
 *       deletes it if it is old, and takes his sign back.
 *   <li>Who puts a blob looks for signs afterwards, waits until there are none, and then looks
 *       whether the blob is there; else he puts it again.
 * </ul>
 *
 * If the removing one looked after the blob was put, it saw a young one. If before, its sign stood
 * by then: the putting one sees it, or that the blob is gone.
 */
final class Shelf {

  /** A sign that stands so long is that of a server that died. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Missing is also what a bucket may be. */
  private static final int ROUNDS = 5;

  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Who took longer to look than that must not delete any more: others may have lost patience. */
  private static final Duration HASTE = Duration.ofSeconds(10);

  private final Bucket bucket;
  private final Names names;

  Shelf(Bucket bucket, Names names) {
    this.bucket = bucket;
    this.names = names;
  }

  /**
   * Puts a blob together.
   *
   * @param pieces whose full ones are in the bucket
   * @param keys of these
   * @return its name
   */
  String put(Fingerprint print, Pieces pieces, IntFunction<String> keys) throws IOException {
    String sha256 = print.sha256Hex();
    for (int refused = 0; ; ) {
      try {
        place(sha256, print, pieces, keys);
        if (stays(sha256)) {
          return sha256;
        }
      } catch (NoSuchFileException removed) { // as some servers say of what is removed meanwhile
        refused++;
        if (refused == ROUNDS) {
          throw removed;
        }
      }
    }
  }

  private void place(String sha256, Fingerprint print, Pieces pieces, IntFunction<String> keys)
      throws IOException {
    if (print.size() > Fingerprint.CHUNK) {
      bucket.put(names.sums(sha256), print.sums());
    }
    if (pieces.full() == 0) {
      bucket.await(bucket.put(names.blob(sha256), pieces.last()), names.blob(sha256));
    } else {
      assemble(names.blob(sha256), pieces, keys);
    }
  }

  /** The server copies the full pieces; only the last one is sent again. */
  private void assemble(String key, Pieces pieces, IntFunction<String> keys) throws IOException {
    String id =
        bucket
            .await(
                bucket.client().createMultipartUpload(it -> it.bucket(bucket.name()).key(key)), key)
            .uploadId();
    try {
      List<CompletedPart> parts = parts(key, id, pieces, keys);
      bucket.await(
          bucket
              .client()
              .completeMultipartUpload(
                  it ->
                      it.bucket(bucket.name())
                          .key(key)
                          .uploadId(id)
                          .multipartUpload(upload -> upload.parts(parts))),
          key);
    } catch (IOException | RuntimeException e) {
      abort(key, id, e);
      throw e;
    }
  }

  /** Else it is swept. */
  private void abort(String key, String id, Exception reason) {
    try {
      bucket.await(
          bucket
              .client()
              .abortMultipartUpload(it -> it.bucket(bucket.name()).key(key).uploadId(id)),
          key);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private List<CompletedPart> parts(String key, String id, Pieces pieces, IntFunction<String> keys)
      throws IOException {
    int count = pieces.full() + (pieces.last().size() > 0 ? 1 : 0);
    CompletedPart[] parts = new CompletedPart[count];
    Iterator<Integer> all = IntStream.rangeClosed(1, count).iterator();
    bucket.each(
        all,
        number ->
            (number <= pieces.full()
                    ? copied(key, id, number, keys.apply(number - 1))
                    : sent(key, id, number, pieces.last()))
                .thenAccept(
                    tag ->
                        parts[number - 1] =
                            CompletedPart.builder().partNumber(number).eTag(tag).build()),
        key);
    return List.of(parts);
  }

  private CompletableFuture<String> copied(String key, String id, int number, String from) {
    return bucket
        .client()
        .uploadPartCopy(
            it ->
                it.sourceBucket(bucket.name())
                    .sourceKey(from)
                    .destinationBucket(bucket.name())
                    .destinationKey(key)
                    .uploadId(id)
                    .partNumber(number))
        .thenApply(answer -> answer.copyPartResult().eTag());
  }

  private CompletableFuture<String> sent(String key, String id, int number, Scratch bytes) {
    return bucket
        .client()
        .uploadPart(
            it ->
                it.bucket(bucket.name())
                    .key(key)
                    .uploadId(id)
                    .partNumber(number)
                    .contentLength(bytes.size()),
            bytes.body())
        .thenApply(answer -> answer.eTag());
  }

  /** Whether a blob that was just put is there once nobody removes it any more. */
  private boolean stays(String sha256) throws IOException {
    long begun = System.nanoTime();
    Set<String> signs = signs(sha256);
    while (!signs.isEmpty() && System.nanoTime() - begun < PATIENCE.toNanos()) {
      rest();
      signs.retainAll(signs(sha256)); // whoever came later sees a young blob
    }
    return bucket.head(names.blob(sha256)).isPresent();
  }

  private Set<String> signs(String sha256) throws IOException {
    Set<String> signs = new TreeSet<>();
    bucket.list(names.leaving(sha256), sign -> signs.add(sign.key()));
    return signs;
  }

  private static void rest() throws IOException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a blob was being removed");
    }
  }

  /**
   * Removes a blob unless it is young.
   *
   * @return whether it is gone
   */
  boolean remove(String sha256, Instant before) throws IOException {
    if (isYoung(sha256, before)) {
      return false;
    }
    String sign = names.leaving(sha256) + UUID.randomUUID();
    bucket.put(sign, ByteBuffer.allocate(0));
    long begun = System.nanoTime();
    boolean young = isYoung(sha256, before);
    if (!young) {
      if (System.nanoTime() - begun > HASTE.toNanos()) {
        bucket.delete(sign);
        throw new IOException("looking at blob " + sha256 + " took too long to remove it");
      }
      // When this fails it may still be carried out some time: then the sign stays.
      bucket.delete(names.blob(sha256));
      bucket.delete(names.sums(sha256));
    }
    bucket.delete(sign);
    return !young;
  }

  private boolean isYoung(String sha256, Instant before) throws IOException {
    return bucket
        .head(names.blob(sha256))
        .filter(head -> !head.modified().isBefore(before))
        .isPresent();
  }
}
