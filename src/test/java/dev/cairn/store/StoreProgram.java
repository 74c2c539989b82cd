package dev.cairn.store;

import dev.cairn.blob.BlobStore;
import dev.cairn.blob.BlobWriter;
import dev.cairn.blob.Draft;
import dev.cairn.blob.FileBlobs;
import dev.cairn.blob.s3.S3Blobs;
import dev.cairn.blob.s3.S3Server;
import dev.cairn.job.Content;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * A program that uses a store in a process of its own: with little memory, or to be killed. {@code
 * StoreProgram TASK ARGUMENT STORE WHERE...}
 */
final class StoreProgram {

  private StoreProgram() {}

  public static void main(String[] arguments) throws IOException {
    BlobStore store = store(List.of(arguments).subList(2, arguments.length));
    switch (arguments[0]) {
      case "copy" -> copy(store, Integer.parseInt(arguments[1]));
      case "draft" -> draft(store, UUID.fromString(arguments[1]));
      case String other -> throw new IllegalArgumentException(other);
    }
    System.exit(0); // whatever event loops there are
  }

  private static BlobStore store(List<String> where) throws IOException {
    return switch (where.getFirst()) {
      case "file" -> new FileBlobs(Path.of(where.get(1)));
      case "postgres" -> new PostgresBlobs(new Database(pool(where.get(1))));
      case "s3" ->
          new S3Blobs(
              new S3Server.Settings(
                  where.get(1),
                  URI.create(where.get(2)),
                  S3Server.SECRET_KEY,
                  6,
                  Files.createTempDirectory(Path.of("target"), "scratch")));
      case String other -> throw new IllegalArgumentException(other);
    };
  }

  private static Pool pool(String url) {
    return Pool.newInstance(
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(3))
            .connectingTo(url)
            .using(Vertx.vertx())
            .build());
  }

  /** Writes so many megabytes in one go, and reads them; tells how fast that was. */
  private static void copy(BlobStore store, int megabytes) throws IOException {
    byte[] bytes = new byte[1 << 20];
    new Random(megabytes).nextBytes(bytes);
    long begun = System.nanoTime();
    String blob;
    try (BlobWriter writer = store.create()) {
      for (int i = 0; i < megabytes; i++) {
        bytes[0] = (byte) i;
        writer.write(ByteBuffer.wrap(bytes));
      }
      blob = writer.finish();
    }
    long written = System.nanoTime();
    long size = (long) megabytes << 20;
    try (InputStream in = store.open(new Content(blob, 0, size))) {
      long read = in.skip(1) + in.transferTo(java.io.OutputStream.nullOutputStream());
      if (read != size) {
        throw new IOException("only " + read + " bytes came back");
      }
    }
    double seconds = (System.nanoTime() - written) / 1e9;
    System.out.println(
        String.format(
            Locale.ROOT,
            "%d MiB: written at %.0f MiB/s, read at %.0f MiB/s",
            megabytes,
            megabytes / ((written - begun) / 1e9),
            megabytes / seconds));
  }

  /** Writes a draft without end, and tells what it has settled. */
  private static void draft(BlobStore store, UUID upload) throws IOException {
    try (Draft draft = store.draft(new Draft.At(upload, 1, 0, Optional.empty()))) {
      Random random = new Random(1);
      byte[] bytes = new byte[300_000];
      while (draft.size() < 1L << 40) {
        random.nextBytes(bytes);
        draft.write(ByteBuffer.wrap(bytes));
        System.out.println(draft.settle() + " " + draft.size());
      }
    }
  }
}
