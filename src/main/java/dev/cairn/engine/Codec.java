package dev.cairn.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.cairn.blob.BlobStore;
import dev.cairn.pipeline.Stage;
import dev.cairn.store.Commit.HandedOn;
import jakarta.inject.Singleton;
import java.io.IOException;

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
