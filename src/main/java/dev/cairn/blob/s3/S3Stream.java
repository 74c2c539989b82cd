package dev.cairn.blob.s3;

import dev.cairn.blob.Fingerprint;
import dev.cairn.blob.SummedStream;
import dev.cairn.job.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/**
 * A range of a blob, fetched some chunks at a time: a request that stayed open would be cut by the
 * server when the reader is slow, and could not be tried again by the client.
 */
final class S3Stream extends SummedStream {

  /** Chunks fetched by one request: 2 MiB. */
  private static final int MOST = 32;

  private final Bucket bucket;
  private final Names names;
  private final String blob;

  private S3Stream(Bucket bucket, Names names, Content range, long size) {
    super(range, size, MOST);
    this.bucket = bucket;
    this.names = names;
    this.blob = range.blob();
  }

  static InputStream open(Bucket bucket, Names names, Content range) throws IOException {
    String key = names.blob(range.blob());
    long size =
        bucket.head(key).orElseThrow(() -> new NoSuchFileException("blob " + range.blob())).size();
    if (size <= Fingerprint.CHUNK) {
      ByteBuffer all = ByteBuffer.allocate((int) size);
      if (size > 0) {
        all.put(bucket.get(key, 0, size).bytes());
      }
      return small(range, all.flip());
    }
    S3Stream opened = new S3Stream(bucket, names, range, size);
    opened.begin();
    return opened;
  }

  @Override
  protected void read(ByteBuffer bytes, long from) throws IOException {
    bytes.put(bucket.get(names.blob(blob), from, bytes.remaining()).bytes());
  }

  @Override
  protected void readSums(ByteBuffer bytes, long from) throws IOException {
    try {
      bytes.put(bucket.get(names.sums(blob), from, bytes.remaining()).bytes());
    } catch (NoSuchFileException missing) {
      // since the stream was opened
    }
  }

  @Override
  protected long sizeOfSums() throws IOException {
    return bucket.head(names.sums(blob)).map(Bucket.Head::size).orElse(0L);
  }

  @Override
  protected void writeSums(Fingerprint print) throws IOException {
    bucket.put(names.sums(blob), print.sums());
  }
}
