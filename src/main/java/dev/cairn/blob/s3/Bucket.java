package dev.cairn.blob.s3;

import dev.cairn.blob.BlobConfig;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects of one bucket. Blocking; requests are tried again by the client. */
final class Bucket implements AutoCloseable {

  /** Requests of one caller that are under way at once. */
  private static final int AT_ONCE = 8;

  /** What is known of an object without reading it. */
  record Head(long size, Instant modified) {}

  /**
   * Bytes of an object.
   *
   * @param total bytes of the whole object
   */
  record Part(ByteBuffer bytes, long total) {}

  private final EventLoopGroup loops =
      new NioEventLoopGroup(2, new DefaultThreadFactory("cairn-s3", true));

  private final S3AsyncClient client;
  private final String name;
  private final Refusals refusals;

  Bucket(BlobConfig.S3 config) {
    this.client = Clients.of(config, loops);
    this.name = config.bucket().orElseThrow();
    this.refusals =
        new Refusals(
            "bucket " + name + config.endpoint().map(URI::toString).map(" at "::concat).orElse(""));
  }

  /** For requests that have no short form here; their answers are waited for by {@link #await}. */
  S3AsyncClient client() {
    return client;
  }

  String name() {
    return name;
  }

  /**
   * What a request answers.
   *
   * @param key of the object it is about
   */
  <T> T await(CompletableFuture<T> request, String key) throws IOException {
    try {
      return request.get();
    } catch (ExecutionException e) {
      throw refusals.of(e, key);
    } catch (InterruptedException e) {
      request.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + key);
    }
  }

  /** As {@link #await}; empty when there is no such object. */
  private <T> Optional<T> find(CompletableFuture<T> request, String key) throws IOException {
    try {
      return Optional.of(await(request, key));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  /** Makes a request for each, some at a time, and waits for all. */
  <T> void each(Iterator<T> all, Function<T, CompletableFuture<?>> request, String key)
      throws IOException {
    Deque<CompletableFuture<?>> underWay = new ArrayDeque<>();
    while (all.hasNext() || !underWay.isEmpty()) {
      if (all.hasNext() && underWay.size() < AT_ONCE) {
        underWay.add(request.apply(all.next()));
      } else {
        await(underWay.remove(), key);
      }
    }
  }

  /** Whether it is there, and may be spoken to. */
  void check() throws IOException {
    try {
      await(client.listObjectsV2(list -> list.bucket(name).maxKeys(1)), name);
    } catch (NoSuchFileException missing) {
      throw new IOException(
          "bucket " + name + " does not exist: make it, or correct cairn.blob.s3.bucket", missing);
    }
  }

  void put(String key, ByteBuffer bytes) throws IOException {
    await(
        client.putObject(put -> put.bucket(name).key(key), AsyncRequestBody.fromByteBuffer(bytes)),
        key);
  }

  CompletableFuture<?> put(String key, Scratch bytes) {
    return client.putObject(
        put -> put.bucket(name).key(key).contentLength(bytes.size()), bytes.body());
  }

  Optional<Head> head(String key) throws IOException {
    return find(client.headObject(head -> head.bucket(name).key(key)), key)
        .map(head -> new Head(head.contentLength(), head.lastModified()));
  }

  /** Those bytes of a range that are there; none when it begins behind the end. */
  Part get(String key, long from, long length) throws IOException {
    String range = "bytes=" + from + "-" + (from + length - 1);
    try {
      ResponseBytes<GetObjectResponse> got =
          await(
              client.getObject(
                  get -> get.bucket(name).key(key).range(range),
                  AsyncResponseTransformer.toBytes()),
              key);
      return new Part(got.asByteBuffer(), total(got.response()));
    } catch (IOException e) {
      if (e.getCause() instanceof S3Exception refused && refused.statusCode() == 416) {
        return new Part(ByteBuffer.allocate(0), 0);
      }
      throw e;
    }
  }

  private static long total(GetObjectResponse response) {
    @Nullable String range = response.contentRange(); // bytes 0-9/100
    return range == null
        ? response.contentLength()
        : Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
  }

  void delete(String key) throws IOException {
    find(deletion(key), key);
  }

  CompletableFuture<?> deletion(String key) {
    return client.deleteObject(delete -> delete.bucket(name).key(key));
  }

  /** All objects whose keys begin so, in their order. */
  void list(String prefix, Consumer<S3Object> each) throws IOException {
    String after = "";
    while (true) {
      String last = after;
      ListObjectsV2Response page =
          await(
              client.listObjectsV2(
                  list -> {
                    list.bucket(name).prefix(prefix);
                    if (!last.isEmpty()) {
                      list.startAfter(last);
                    }
                  }),
              prefix);
      page.contents().forEach(each);
      if (page.contents().isEmpty() || !page.isTruncated()) {
        return;
      }
      after = page.contents().getLast().key();
    }
  }

  @Override
  public void close() {
    client.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
