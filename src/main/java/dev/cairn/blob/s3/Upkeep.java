package dev.cairn.blob.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What keeps a bucket tidy, and says whose it is. */
final class Upkeep {

  /** Far longer than any request to delete something may be on its way. */
  private static final Duration DEAD = Duration.ofMinutes(15);

  private static final int KEYS = 1000;

  private final Bucket bucket;
  private final Names names;
  private final Path scratch;

  Upkeep(Bucket bucket, Names names, Path scratch) {
    this.bucket = bucket;
    this.names = names;
    this.scratch = scratch;
  }

  /** Removes all objects whose keys begin so; how many there were. */
  int removeAll(String prefix) throws IOException {
    int removed = 0;
    List<String> keys = page(prefix);
    while (!keys.isEmpty()) {
      bucket.each(keys.iterator(), bucket::deletion, prefix);
      removed += keys.size();
      keys = page(prefix);
    }
    return removed;
  }

  /** The first of them; those before are gone by then. */
  private List<String> page(String prefix) throws IOException {
    return bucket
        .await(
            bucket
                .client()
                .listObjectsV2(it -> it.bucket(bucket.name()).prefix(prefix).maxKeys(KEYS)),
            prefix)
        .contents()
        .stream()
        .map(object -> object.key())
        .toList();
  }

  /** Folders below a prefix in which nothing was written since then. */
  List<String> old(String prefix, Instant before) throws IOException {
    Map<String, Instant> newest = new TreeMap<>();
    bucket.list(
        prefix,
        object ->
            newest.merge(
                Names.folder(object.key()),
                object.lastModified(),
                (one, other) -> one.isAfter(other) ? one : other));
    return newest.entrySet().stream()
        .filter(folder -> folder.getValue().isBefore(before))
        .map(Map.Entry::getKey)
        .toList();
  }

  int removeUnfinished(Instant before) throws IOException {
    List<String> old = old(names.arriving(), before);
    for (String folder : old) {
      removeAll(names.arriving() + folder + "/");
    }
    removeScratch(before);
    return old.size() + abort(before);
  }

  /** Files of a server that died on this machine. */
  private void removeScratch(Instant before) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(scratch, "*" + Scratch.SUFFIX)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Blobs that were being put together when their server died. */
  private int abort(Instant before) throws IOException {
    List<MultipartUpload> old = new ArrayList<>();
    ListMultipartUploadsResponse page = uploads("", "");
    while (true) {
      page.uploads().stream()
          .filter(upload -> upload.initiated().isBefore(before))
          .forEach(old::add);
      if (page.uploads().isEmpty() || !Boolean.TRUE.equals(page.isTruncated())) {
        break;
      }
      page = uploads(page.nextKeyMarker(), page.nextUploadIdMarker());
    }
    bucket.each(
        old.iterator(),
        upload ->
            bucket
                .client()
                .abortMultipartUpload(
                    it -> it.bucket(bucket.name()).key(upload.key()).uploadId(upload.uploadId())),
        names.prefix());
    return old.size();
  }

  private ListMultipartUploadsResponse uploads(String key, String id) throws IOException {
    return bucket.await(
        bucket
            .client()
            .listMultipartUploads(
                it -> {
                  it.bucket(bucket.name()).prefix(names.prefix());
                  if (!key.isEmpty()) {
                    it.keyMarker(key).uploadIdMarker(id);
                  }
                }),
        names.prefix());
  }

  /** Takes back the signs of servers that died while they removed blobs. */
  int forgetTheDead() throws IOException {
    Instant now = now();
    List<String> dead = new ArrayList<>();
    bucket.list(
        names.leaving(),
        sign -> {
          if (sign.lastModified().isBefore(now.minus(DEAD))) {
            dead.add(sign.key());
          }
        });
    bucket.each(dead.iterator(), bucket::deletion, names.leaving());
    return dead.size();
  }

  /** On the server's clock, which is that of its objects. */
  private Instant now() throws IOException {
    String sign = names.leaving() + "now/" + UUID.randomUUID();
    bucket.put(sign, ByteBuffer.allocate(0));
    Instant now = bucket.head(sign).map(Bucket.Head::modified).orElse(Instant.EPOCH);
    bucket.delete(sign);
    return now;
  }

  boolean ownedBy(UUID owner) throws IOException {
    if (bucket.head(names.owner()).isEmpty()) {
      if (hasBlobs()) {
        return false;
      }
      claim(owner);
    }
    ByteBuffer mark = bucket.get(names.owner(), 0, 100).bytes();
    return UTF_8.decode(mark).toString().strip().equals(owner.toString());
  }

  private boolean hasBlobs() throws IOException {
    return bucket
        .await(
            bucket
                .client()
                .listObjectsV2(
                    it -> it.bucket(bucket.name()).prefix(names.prefix()).delimiter("/")),
            names.prefix())
        .commonPrefixes()
        .stream()
        .anyMatch(folder -> Names.folder(folder.prefix()).matches("[0-9a-f]{2}"));
  }

  /** If nobody has; servers that know no conditions take the last of those who ask at once. */
  private void claim(UUID owner) throws IOException {
    AsyncRequestBody mark = AsyncRequestBody.fromString(owner.toString());
    try {
      bucket.await(
          bucket
              .client()
              .putObject(it -> it.bucket(bucket.name()).key(names.owner()).ifNoneMatch("*"), mark),
          names.owner());
    } catch (NoSuchFileException missing) {
      throw missing;
    } catch (IOException e) {
      int status = e.getCause() instanceof S3Exception refused ? refused.statusCode() : 0;
      if (status == 501) {
        bucket.put(names.owner(), ByteBuffer.wrap(owner.toString().getBytes(UTF_8)));
      } else if (status != 409 && status != 412) {
        throw e;
      }
    }
  }
}
