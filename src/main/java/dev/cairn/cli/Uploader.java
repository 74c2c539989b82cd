package dev.cairn.cli;

import dev.cairn.cli.Progress.UploadCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Brings files up, a few at a time, each streamed from disk. */
final class Uploader {

  /** Enough to hide the round trips of small files; more would only share the same line. */
  private static final int AT_ONCE = 4;

  private static final int TRIES = 3;

  private final Api api;
  private final Progress progress;
  private final Backoff backoff;
  private final UploadNotes notes;
  private final Rate rate;
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch failed = new CountDownLatch(1);

  private int filesUp;
  private long bytesUp;

  Uploader(Api api, Progress progress, Backoff backoff, Surroundings here) {
    this.api = api;
    this.progress = progress;
    this.backoff = backoff;
    this.notes = new UploadNotes(here.home());
    this.rate = new Rate(here.clock());
  }

  /** To be called when a job names the uploads: until then the same command goes on with them. */
  void named(List<InputFile> files) {
    files.forEach(notes::forget);
  }

  /** The ids of the uploads, in the order of the files. */
  List<String> upload(List<InputFile> files) {
    String[] ids = new String[files.size()];
    long allBytes = files.stream().mapToLong(InputFile::size).sum();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < Math.min(AT_ONCE, files.size()); i++) {
        workers.add(pool.submit(() -> work(files, ids, allBytes, pool)));
      }
      join(workers, pool);
    }
    return Arrays.asList(ids);
  }

  private void work(List<InputFile> files, String[] ids, long allBytes, ExecutorService pool) {
    try {
      for (int i = next.getAndIncrement(); i < ids.length; i = next.getAndIncrement()) {
        if (failed.getCount() == 0) {
          return;
        }
        All all = new All(files.size(), allBytes);
        ids[i] = upload(files.get(i), all);
        moved(1, 0, all);
      }
    } catch (RuntimeException e) {
      boolean first = failed.getCount() > 0;
      failed.countDown();
      pool.shutdownNow();
      if (first) {
        throw e;
      }
    }
  }

  /** What all files come to. */
  private record All(int files, long bytes) {}

  private String upload(InputFile file, All all) {
    try {
      return file.size() < LargeUpload.LEAST
          ? small(file, all)
          : new LargeUpload(api, notes, file, bytes -> moved(0, bytes, all))
              .send(failures -> pause(backoff.before(failures)));
    } catch (Failure.Refused e) {
      throw new Failure(e.exitCode(), file.name() + ": " + e.line(), e);
    }
  }

  private String small(InputFile file, All all) {
    Query query = Query.of("v1/uploads").with("name", file.name());
    for (int failures = 0; ; failures++) {
      CountingBody body = CountingBody.of(file.path(), bytes -> moved(0, bytes, all));
      try {
        return api.upload(query, body)
            .text("id")
            .orElseThrow(() -> Failure.error("the server gave no id for " + file.name(), null));
      } catch (Failure.NoContact e) {
        // a second upload of the same bytes harms nobody: the first is collected as unused
        if (failures + 1 == TRIES || failed.getCount() == 0) {
          throw e;
        }
        moved(0, -body.sent(), all);
        pause(backoff.before(failures));
      }
    }
  }

  private void pause(Duration pause) {
    try {
      boolean anotherFailed = failed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      if (anotherFailed) {
        throw Failure.error("another upload failed", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.error("interrupted", e);
    }
  }

  private synchronized void moved(int files, long bytes, All all) {
    filesUp += files;
    bytesUp += bytes;
    rate.take(bytesUp);
    progress.uploading(
        new UploadCount(filesUp, all.files(), bytesUp, all.bytes(), rate.perSecond()));
  }

  private static void join(List<Future<?>> workers, ExecutorService pool) {
    try {
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Failure failure
          ? failure
          : Failure.error("an upload failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
      throw Failure.error("interrupted", e);
    }
  }
}
