package dev.cairn.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.cairn.blob.BlobStore;
import dev.cairn.job.Content;
import dev.cairn.pipeline.Stage;
import dev.cairn.store.Commit.HandedOn;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Turns what stages hand on into bytes and back. Blocking: used on worker threads. */
@Singleton
class Codec {

  /** Its own mapper: a setting made for HTTP must not change what checkpoints hold. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule()).build();

  private final BlobStore blobs;
  private final long inlineLimit;

  Codec(BlobStore blobs, EngineConfig config) {
    this.blobs = blobs;
    this.inlineLimit = config.inlineLimit().asLongValue();
  }

  /**
   * A document's bytes; the caller closes the stream.
   *
   * @throws IOException when they can't be read
   */
  InputStream open(Content content) throws IOException {
    return blobs.open(content);
  }

  /**
   * The value's bytes, put into the blob store when they are many.
   *
   * @throws IOException when it is no value that Jackson writes, or the disk refuses
   */
  HandedOn encode(Object value) throws IOException {
    byte[] json = JSON.writeValueAsBytes(value);
    return json.length <= inlineLimit
        ? new HandedOn.Inline(json)
        : new HandedOn.InBlob(blobs.put(json));
  }

  /**
   * The value's bytes when they are few, so that it may be done on an event loop; empty when it
   * takes a worker to write them, or to see why they can't be written.
   */
  Optional<HandedOn> encodeSmall(Object value) {
    SmallBytes bytes = new SmallBytes();
    try {
      JSON.writeValue(bytes, value);
      return Optional.of(new HandedOn.Inline(bytes.toByteArray()));
    } catch (IOException | UncheckedIOException tooMuch) {
      return Optional.empty();
    }
  }

  /** Takes so many bytes as take some ten microseconds to write. */
  private static final class SmallBytes extends ByteArrayOutputStream {
    private static final int MOST = 16 * 1024;

    SmallBytes() {
      super(2048);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      if (count + length > MOST) {
        throw new UncheckedIOException(new IOException("more than " + MOST + " bytes"));
      }
      super.write(bytes, offset, length);
    }
  }

  /**
   * A place inside a stage's work, as bytes; small, so it is never put into the blob store.
   *
   * @throws UncheckedIOException when it is no value that Jackson writes
   */
  byte[] encodeCursor(Object position) {
    try {
      return JSON.writeValueAsBytes(position);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a cursor that can't be written", e);
    }
  }

  /**
   * The place that was saved.
   *
   * @throws UncheckedIOException when it is none of that type
   */
  <T> T decodeCursor(byte[] json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException("a cursor that can't be read", e);
    }
  }

  /**
   * The value that a stage handed on.
   *
   * @throws IOException when it can't be read
   */
  <O> O decode(Stage<O> stage, HandedOn handedOn) throws IOException {
    byte[] json =
        switch (handedOn) {
          case HandedOn.Inline inline -> inline.json();
          case HandedOn.InBlob large -> blobs.read(large.blob());
        };
    return JSON.readValue(json, stage.output());
  }
}
