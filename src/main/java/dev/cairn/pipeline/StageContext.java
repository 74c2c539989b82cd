package dev.cairn.pipeline;

import dev.cairn.job.Document;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** All that a stage may know about the document before it. */
public final class StageContext {

  /** Opens a document's bytes; blocking, so for {@link Stage.Cpu} stages only. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }

  private final Document document;
  private final Parameters parameters;
  private final Opener opener;
  private final Map<String, Object> handedOn;
  private final BooleanSupplier cancelled;
  private final Cursor cursor;

  /**
   * @param handedOn what each earlier stage of this document handed on, by stage name
   * @param cancelled whether the engine no longer wants the result
   */
  public StageContext(
      Document document,
      Parameters parameters,
      Opener opener,
      Map<String, Object> handedOn,
      BooleanSupplier cancelled) {
    this(document, parameters, opener, handedOn, cancelled, Cursor.NONE);
  }

  private StageContext(
      Document document,
      Parameters parameters,
      Opener opener,
      Map<String, Object> handedOn,
      BooleanSupplier cancelled,
      Cursor cursor) {
    this.document = Objects.requireNonNull(document, "document");
    this.parameters = Objects.requireNonNull(parameters, "parameters");
    this.opener = Objects.requireNonNull(opener, "opener");
    this.handedOn = Collections.unmodifiableMap(handedOn);
    this.cancelled = Objects.requireNonNull(cancelled, "cancelled");
    this.cursor = Objects.requireNonNull(cursor, "cursor");
  }

  /** The same with a cursor that is kept. */
  public StageContext with(Cursor kept) {
    return new StageContext(document, parameters, opener, handedOn, cancelled, kept);
  }

  public Document document() {
    return document;
  }

  /** The job's parameters, checked and with defaults filled in. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * The document's bytes, from the first; the caller closes the stream.
   *
   * @throws IOException when the blob can't be read
   */
  public InputStream open() throws IOException {
    return opener.open();
  }

  /**
   * What an earlier stage handed on for this document.
   *
   * @throws IllegalStateException when that stage is not earlier in this pipeline
   */
  public <T> T from(Stage<T> earlier) {
    Object value = handedOn.get(earlier.name());
    if (value == null) {
      throw new IllegalStateException("no earlier stage " + earlier.name());
    }
    return earlier.output().cast(value);
  }

  /** Where this stage stands in this document; for stages that take longer than some seconds. */
  public Cursor cursor() {
    return cursor;
  }

  /** Whether the result is no longer wanted; long loops should look now and then. */
  public boolean cancelled() {
    return cancelled.getAsBoolean() || Thread.currentThread().isInterrupted();
  }
}
