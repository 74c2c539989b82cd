package dev.cairn.fork;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A parser that does what it is told: hangs, crashes, fills its heap. */
public final class Misbehaviour implements ForkedTask<String, Misbehaviour.Answer> {

  private static int calls;

  /**
   * What it answers.
   *
   * @param text of whatever was asked
   * @param pid of the process
   * @param calls how many tasks it has had
   */
  public record Answer(String text, long pid, int calls) {}

  @Override
  public Class<String> input() {
    return String.class;
  }

  @Override
  public Class<Answer> output() {
    return Answer.class;
  }

  @Override
  public Answer run(String what, InputStream bytes) throws Exception {
    calls++;
    return new Answer(does(what, bytes), ProcessHandle.current().pid(), calls);
  }

  private static String does(String what, InputStream bytes) throws Exception {
    return switch (what) {
      case "read" -> new String(bytes.readAllBytes(), UTF_8);
      case "read a little" -> Integer.toString(bytes.read());
      case "hang" -> hang();
      case "loop" -> loop();
      case "fill the heap" -> Integer.toString(fillTheHeap());
      case "exit" -> exit();
      case "crash" -> crash();
      case "recurse" -> Integer.toString(recurse(0));
      case "fail" -> throw new IllegalStateException("inner words");
      case "refuse" ->
          throw ProblemException.permanent(Problem.of("bad-line", "It is bad", 422, "so it is"));
      case "print" -> print();
      case "litter" -> litter();
      case "environment" -> System.getenv().toString();
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static String hang() throws InterruptedException {
    while (true) {
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private static String loop() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  private static int fillTheHeap() {
    List<byte[]> all = new ArrayList<>();
    while (all.size() < Integer.MAX_VALUE) {
      all.add(new byte[1 << 20]);
    }
    return all.size();
  }

  private static String exit() {
    System.exit(7);
    return "";
  }

  /** As the crash of a native library looks from outside. */
  private static String crash() throws IOException, InterruptedException {
    new ProcessBuilder("/bin/kill", "-SEGV", Long.toString(ProcessHandle.current().pid())).start();
    TimeUnit.MINUTES.sleep(1);
    return "";
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int recurse(int depth) {
    return recurse(depth + 1) + 1;
  }

  private static String print() {
    for (int line = 0; line < 100_000; line++) {
      System.out.println("a line that would fill any pipe that nobody reads");
    }
    return "printed";
  }

  private static String litter() throws IOException {
    Path file = Files.createTempFile("litter", ".tmp");
    Files.writeString(file, "not removed by the task");
    return file.toString();
  }
}
