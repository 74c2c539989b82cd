package dev.cairn.blob.s3;

import dev.cairn.blob.BlobWriter;
import dev.cairn.blob.Fingerprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.IntStream;

/** A blob on its way into the bucket. */
final class S3Writer implements BlobWriter {

  private final Bucket bucket;
  private final Shelf shelf;
  private final String folder;
  private final Pieces pieces;
  private final Fingerprint print = new Fingerprint();

  S3Writer(Bucket bucket, Names names, Path scratch) throws IOException {
    this.bucket = bucket;
    this.shelf = new Shelf(bucket, names);
    this.folder = names.arriving() + UUID.randomUUID() + "/";
    this.pieces = new Pieces(bucket, scratch, this::key);
  }

  private String key(int piece) {
    return folder + piece;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    print.update(bytes.duplicate());
    pieces.write(bytes);
  }

  @Override
  public long size() {
    return print.size();
  }

  @Override
  public String finish() throws IOException {
    pieces.settleFull();
    return shelf.put(print, pieces, this::key);
  }

  @Override
  public void close() throws IOException {
    pieces.close();
    bucket.each(
        IntStream.range(0, pieces.full()).iterator(), piece -> bucket.deletion(key(piece)), folder);
  }
}
