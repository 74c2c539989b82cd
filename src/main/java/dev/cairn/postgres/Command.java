package dev.cairn.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One run of a program of the operating system or of PostgreSQL. */
final class Command {
  /** The server inherits this: our secrets and a user's PG* settings are none of its business. */
  private static final Set<String> PASSED_ON = Set.of("PATH", "TMPDIR", "LD_LIBRARY_PATH");

  /** What a finished program left: its exit code and all that it printed. */
  record Result(int exit, String output) {
    boolean succeeded() {
      return exit == 0;
    }
  }

  private final List<String> words;
  private String input = "";

  Command(List<String> prefix, Object... words) {
    this.words = new ArrayList<>(prefix);
    for (Object word : words) {
      this.words.add(word.toString());
    }
  }

  Command input(String text) {
    input = text;
    return this;
  }

  /** Runs to the end; a program that takes longer than the limit is killed and has failed. */
  Result run(Duration limit) {
    try {
      Path output = Files.createTempFile("cairn-", ".out");
      try {
        Process process = start(output);
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
          process.destroyForcibly().waitFor();
        }
        String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        return new Result(ended ? process.exitValue() : -1, text);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      return new Result(127, Reason.ofRun(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresException.Failed("interrupted while running " + words.getFirst());
    }
  }

  /** Starts the program and leaves it running; what it prints goes to a file. */
  Process start(Path output) throws IOException {
    // A file, not a pipe: a pipe inherited by the server would never end, and would break with us.
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().keySet().retainAll(PASSED_ON);
    builder.environment().put("LC_ALL", "C"); // messages in English, for Reason
    Process process = builder.start();
    try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
      stdin.write(input);
    } catch (IOException e) {
      // it ended without reading; its exit code says whether that matters
    }
    return process;
  }
}
