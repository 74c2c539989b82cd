package dev.cairn.rest;

import dev.cairn.ingest.SentFile;
import dev.cairn.job.ProblemException;
import dev.cairn.job.Upload;
import io.netty.handler.codec.DecoderException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a multipart body part by part: files go to the disk as they come, nothing is spooled. All
 * on the event loop of the request, so without locks.
 */
final class FormReader {

  /** What a form came to. */
  record Form(List<Upload> files, Map<String, String> fields) {}

  /** Files of one form that may be on their way to the disk at once: small ones come in swarms. */
  private static final int AT_ONCE = 4;

  private final RequestBody body;
  private final HttpServerRequest request;
  private final Function<SentFile, Uni<Upload>> keep;
  private final List<Optional<Upload>> files = new ArrayList<>();
  private final List<Cancellable> receiving = new ArrayList<>();
  private int underWay;
  private boolean ended;
  private boolean over;

  /**
   * @param keep receives one file, and goes on on the request's event loop
   */
  FormReader(RequestBody body, Function<SentFile, Uni<Upload>> keep) {
    this.body = body;
    this.request = body.request();
    this.keep = keep;
  }

  Uni<Form> read() {
    return Uni.createFrom().emitter(this::begin);
  }

  private void begin(UniEmitter<? super Form> done) {
    done.onTermination(this::abandon);
    request.setExpectMultipart(true);
    request.uploadHandler(file -> begin(file, done));
    request.exceptionHandler(failure -> fail(done, failure));
    request.endHandler(
        end -> {
          ended = true;
          finish(done);
        });
    body.goAhead();
    request.resume();
  }

  private void begin(HttpServerFileUpload file, UniEmitter<? super Form> done) {
    if (over) {
      file.handler(dropped -> {});
      return;
    }
    file.pause();
    int place = files.size();
    files.add(Optional.empty());
    underWay++;
    if (underWay >= AT_ONCE) {
      request.pause();
    }
    SentFile sent =
        new SentFile(file.filename(), Optional.ofNullable(file.contentType()), bytes(file));
    receiving.add(
        keep.apply(sent)
            .subscribe()
            .with(upload -> kept(place, upload, done), failure -> notKept(done, failure)));
  }

  private static Multi<Buffer> bytes(HttpServerFileUpload file) {
    return MultiHelper.toMulti(file)
        .onCancellation()
        .invoke(() -> file.exceptionHandler(gone -> {}));
  }

  private void kept(int place, Upload upload, UniEmitter<? super Form> done) {
    files.set(place, Optional.of(upload));
    underWay--;
    request.resume();
    finish(done);
  }

  private void finish(UniEmitter<? super Form> done) {
    if (ended && underWay == 0) {
      Map<String, String> fields = new LinkedHashMap<>();
      request.formAttributes().forEach(field -> fields.put(field.getKey(), field.getValue()));
      done.complete(new Form(files.stream().flatMap(Optional::stream).toList(), fields));
    }
  }

  private void fail(UniEmitter<? super Form> done, Throwable failure) {
    if (!over) {
      abandon();
      done.fail(failure instanceof ProblemException ? failure : reason(failure));
    }
  }

  /** A file that could not be kept is our trouble, unless its part of the form was broken. */
  private void notKept(UniEmitter<? super Form> done, Throwable failure) {
    if (failure instanceof DecoderException) {
      fail(done, failure);
    } else if (!over) {
      abandon();
      done.fail(failure);
    }
  }

  private void abandon() {
    over = true;
    receiving.forEach(Cancellable::cancel);
  }

  private static Throwable reason(Throwable failure) {
    return failure instanceof HttpClosedException || failure.getMessage() == null
        ? failure
        : Refusals.unreadableBody("The form can't be read: " + failure.getMessage());
  }
}
