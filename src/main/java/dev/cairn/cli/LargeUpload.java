package dev.cairn.cli;

import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * Brings one large file up: goes on where the server is, over cut connections, over the end of the
 * server and, when the same command is given again, over the end of this program.
 */
final class LargeUpload {

  /** Smaller files are sooner sent once more than asked about. */
  static final long LEAST = 4 << 20;

  /** In a row, without a byte more at the server; with the usual backoff some two minutes. */
  private static final int TRIES = 15;

  private static final int CONFLICT = 409;
  private static final int GONE = 410;
  private static final int NOT_FOUND = 404;

  private final Api api;
  private final UploadNotes notes;
  private final InputFile file;
  private final LongConsumer moved;
  private long counted;

  /**
   * @param moved told how many more bytes have gone up; negative when they have to go again
   */
  LargeUpload(Api api, UploadNotes notes, InputFile file, LongConsumer moved) {
    this.api = api;
    this.notes = notes;
    this.file = file;
    this.moved = moved;
  }

  /**
   * Brings it up.
   *
   * @param pause waits before another try, after so many failures
   * @return the id of the upload
   */
  String send(IntConsumer pause) {
    String id = "";
    long best = 0;
    for (int failures = 0; ; failures++) {
      try {
        id = id.isEmpty() ? begunBefore().orElseGet(this::begin) : id;
        long offset = api.offset(id);
        failures = offset > best ? 0 : failures;
        best = Math.max(best, offset);
        count(offset);
        if (offset < file.size()) {
          api.append(id, offset, CountingBody.of(file, offset, this::countMore));
        }
        unchanged(id);
        return id;
      } catch (Failure.NoContact e) {
        lastTry(failures, e);
      } catch (Failure.Refused e) {
        if (e.status() != CONFLICT && e.status() != 429 && e.status() != 503) {
          throw e;
        }
        lastTry(failures, e);
      }
      pause.accept(failures);
    }
  }

  private static void lastTry(int failures, Failure failure) {
    if (failures + 1 >= TRIES) {
      throw failure;
    }
  }

  private String begin() {
    String id = api.begin(file.name(), file.size());
    notes.keep(file, id);
    return id;
  }

  /** What an earlier run of this program began, if the server still has it. */
  private Optional<String> begunBefore() {
    Optional<String> noted = notes.find(file);
    if (noted.isPresent() && !known(noted.get())) {
      return Optional.empty();
    }
    return noted;
  }

  private boolean known(String id) {
    try {
      return api.offset(id) <= file.size();
    } catch (Failure.Refused e) {
      if (e.status() == NOT_FOUND || e.status() == GONE) {
        return false;
      }
      throw e;
    }
  }

  /** Half of one file and half of another would be neither. */
  private void unchanged(String id) {
    if (file.hasChanged()) {
      notes.forget(file);
      api.delete(Query.of("v1/uploads", id));
      throw Failure.error(file.path() + " was changed while it was uploaded; try again", null);
    }
  }

  private void countMore(long bytes) {
    counted += bytes;
    moved.accept(bytes);
  }

  private void count(long offset) {
    moved.accept(offset - counted);
    counted = offset;
  }
}
