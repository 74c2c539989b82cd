package dev.cairn.blob.s3;

import dev.cairn.blob.BlobConfig;
import dev.cairn.blob.BlobStore;
import dev.cairn.blob.BlobWriter;
import dev.cairn.blob.Draft;
import dev.cairn.blob.DraftPrints;
import dev.cairn.job.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Blobs as objects {@code ab/cd/<sha256>} of one bucket. */
public final class S3Blobs implements BlobStore, AutoCloseable {

  private final Bucket bucket;
  private final Names names;
  private final Shelf shelf;
  private final Upkeep upkeep;
  private final Path scratch;
  private final DraftPrints prints = new DraftPrints();

  /**
   * @throws IllegalArgumentException when a setting is missing or wrong, with what to do
   * @throws IOException when the folder for what is on its way can't be made
   */
  public S3Blobs(BlobConfig.S3 config) throws IOException {
    check(config);
    this.scratch = Files.createDirectories(config.scratch());
    this.bucket = new Bucket(config);
    this.names = new Names(config.prefix().orElse(""));
    this.shelf = new Shelf(bucket, names);
    this.upkeep = new Upkeep(bucket, names, scratch);
  }

  private static void check(BlobConfig.S3 config) {
    if (config.bucket().isEmpty()) {
      throw new IllegalArgumentException(
          "cairn.blob.store is s3, so cairn.blob.s3.bucket must name a bucket");
    }
    if (config.accessKey().isPresent() != config.secretKey().isPresent()) {
      throw new IllegalArgumentException(
          "set both cairn.blob.s3.access-key and cairn.blob.s3.secret-key, or neither");
    }
    if (config.endpoint().isPresent() && config.endpoint().get().getScheme() == null) {
      throw new IllegalArgumentException(
          "cairn.blob.s3.endpoint must be a URL such as https://s3.example.com");
    }
  }

  /**
   * Whether the bucket is there and may be used.
   *
   * @throws IOException when not, with what to do
   */
  public void check() throws IOException {
    bucket.check();
  }

  @Override
  public BlobWriter create() throws IOException {
    return new S3Writer(bucket, names, scratch);
  }

  @Override
  public Draft draft(Draft.At at) throws IOException {
    return new S3Draft(bucket, names, at, prints, scratch);
  }

  @Override
  public void discard(UUID upload) throws IOException {
    prints.forget(upload);
    upkeep.removeAll(names.draft(upload));
  }

  @Override
  public InputStream open(Content content) throws IOException {
    return S3Stream.open(bucket, names, content);
  }

  @Override
  public byte[] read(String sha256) throws IOException {
    try (InputStream all = open(new Content(sha256, 0, Long.MAX_VALUE))) {
      return all.readAllBytes();
    }
  }

  @Override
  public int removeUnfinished(Instant before) throws IOException {
    return upkeep.removeUnfinished(before);
  }

  @Override
  public List<UUID> drafts(Instant before) throws IOException {
    return upkeep.old(names.drafts(), before).stream().map(UUID::fromString).toList();
  }

  @Override
  public boolean ownedBy(UUID owner) throws IOException {
    return upkeep.ownedBy(owner);
  }

  @Override
  public boolean remove(String sha256, Instant before) throws IOException {
    return shelf.remove(sha256, before);
  }

  @Override
  public int putBack() throws IOException {
    return upkeep.forgetTheDead();
  }

  @Override
  public List<String> list(int first, Instant before) throws IOException {
    Set<String> blobs = new TreeSet<>();
    bucket.list(
        names.shelf(HexFormat.of().toHexDigits((byte) first)),
        object -> {
          if (object.lastModified().isBefore(before)) {
            blobs.add(Names.blobOf(object.key()));
          }
        });
    return List.copyOf(blobs);
  }

  @Override
  public void close() {
    bucket.close();
  }
}
