package dev.cairn.cli;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;

/** How a person, or a program, is kept informed while something works. */
sealed interface Progress permits LiveProgress, LineProgress, JsonProgress, QuietProgress {

  /** Something worth a line that stays. */
  void note(String line);

  /** Files on their way to the server. */
  void uploading(UploadCount count);

  /** The job as it is now. */
  void job(JobView job);

  /** An event as it came. */
  void event(String job, ServerEvent event);

  /** The last word: the job has ended, or is left to itself. */
  void close();

  /** What suits where standard error goes. */
  static Progress of(Surroundings surroundings, Manner manner) {
    Terminal terminal = surroundings.terminal();
    return switch (manner) {
      case QUIET -> new QuietProgress();
      case JSON -> new JsonProgress(terminal);
      case FOR_PEOPLE ->
          terminal.errIsTerminal()
              ? new LiveProgress(terminal, surroundings.clock())
              : new LineProgress(terminal, surroundings.clock());
    };
  }

  /** Who is to be informed. */
  enum Manner {
    FOR_PEOPLE,
    JSON,
    QUIET
  }

  /**
   * How many files and bytes of all have gone up.
   *
   * @param bytesPerSecond of late, when that is known
   */
  record UploadCount(
      int files, int allFiles, long bytes, long allBytes, OptionalDouble bytesPerSecond) {
    public UploadCount {
      Objects.requireNonNull(bytesPerSecond, "bytesPerSecond");
      if (files > allFiles || files < 0) {
        throw new IllegalArgumentException(files + " of " + allFiles);
      }
    }

    boolean isWhole() {
      return files == allFiles;
    }

    String line() {
      return String.format(
          "Uploaded %d/%s, %s of %s%s",
          files,
          Plain.count(allFiles, "file"),
          Plain.bytes(Math.clamp(bytes, 0, allBytes)),
          Plain.bytes(allBytes),
          isWhole() ? "" : speed());
    }

    private String speed() {
      if (bytesPerSecond.isEmpty()) {
        return "";
      }
      double rate = bytesPerSecond.getAsDouble();
      Duration left = Duration.ofMillis((long) ((allBytes - bytes) * 1000.0 / rate));
      return String.format(", %s/s, %s left", Plain.bytes((long) rate), Plain.duration(left));
    }
  }
}
