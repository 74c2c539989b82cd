package dev.cairn.blob.s3;

import dev.cairn.blob.Draft;
import dev.cairn.blob.DraftPrint;
import dev.cairn.blob.DraftPrints;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A blob that arrives in pieces, which are objects {@code <piece>-<epoch>} of their own: parts of
 * an unfinished upload can't be read. The place says which of them count. Who goes on inside a
 * piece fetches what is settled of it and writes it anew under his epoch.
 */
final class S3Draft implements Draft {

  private final Bucket bucket;
  private final Names names;
  private final At at;
  private final Pieces pieces;
  private final DraftPrint print;
  private final Place before;

  S3Draft(Bucket bucket, Names names, At at, DraftPrints prints, Path scratch) throws IOException {
    if (at.offset() > 0 && at.place().isEmpty()) {
      throw new NoSuchFileException("upload " + at.upload());
    }
    this.bucket = bucket;
    this.names = names;
    this.at = at;
    this.before = at.place().map(Place::parse).orElseGet(Place::none);
    this.pieces = new Pieces(bucket, scratch, this::key);
    try {
      fetchLast();
      this.print = new DraftPrint(at, prints, this::read);
    } catch (IOException | RuntimeException e) {
      pieces.close();
      throw e;
    }
  }

  private int first() {
    return PieceSizes.of(at.offset());
  }

  /** Of a piece of this epoch. */
  private String key(int piece) {
    return key(piece, at.epoch());
  }

  private String key(int piece, int epoch) {
    return names.draft(at.upload()) + piece + "-" + epoch;
  }

  private void fetchLast() throws IOException {
    int piece = first();
    long start = PieceSizes.start(piece);
    pieces.goOn(piece, ByteBuffer.allocate(0));
    ByteBuffer buffer = ByteBuffer.allocate(0);
    for (long done = start; done < at.offset(); done += buffer.limit()) {
      int length = (int) Math.min(1 << 20, at.offset() - done);
      buffer = get(key(piece, before.epoch(piece)), done - start, length);
      pieces.goOn(piece, buffer.duplicate());
    }
  }

  private ByteBuffer get(String key, long from, int length) throws IOException {
    ByteBuffer got = bucket.get(key, from, length).bytes();
    if (got.remaining() < length) {
      throw new EOFException("a piece of an upload is shorter than it was: " + key);
    }
    return got;
  }

  /** Of the full pieces, which are in the bucket, and the last, which is here. */
  private void read(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      int piece = PieceSizes.of(at);
      long from = at - PieceSizes.start(piece);
      int length = (int) Math.min(bytes.remaining(), PieceSizes.size(piece) - from);
      if (piece == pieces.full()) {
        pieces.last().read(bytes.slice(bytes.position(), length), from);
        bytes.position(bytes.position() + length);
      } else {
        bytes.put(get(settledBy(piece), from, length));
      }
      at += length;
    }
  }

  /** Of a piece, whoever wrote it. */
  private String settledBy(int piece) {
    return piece < first() ? key(piece, before.epoch(piece)) : key(piece);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    print.update(bytes);
    pieces.write(bytes);
  }

  @Override
  public long size() {
    return print.size();
  }

  @Override
  public String settle() throws IOException {
    pieces.settle();
    print.settle();
    return place().toString();
  }

  private Place place() {
    return print.size() == at.offset() ? before : before.with(first(), at.epoch());
  }

  @Override
  public String finish() throws IOException {
    settle();
    return new Shelf(bucket, names).put(print.whole(), pieces, this::settledBy);
  }

  @Override
  public void close() throws IOException {
    print.keep();
    pieces.close();
  }
}
