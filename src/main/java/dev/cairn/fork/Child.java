package dev.cairn.fork;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.logging.LogManager;

/**
 * The program of a forked process: does one task after the other until its server closes the pipe
 * or is gone.
 */
final class Child {

  /** Exit code of a process that ran out of memory; the JVM's own for it. */
  static final int OUT_OF_MEMORY = 3;

  private final DataInputStream in;
  private final DataOutputStream out;

  private Child(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
  }

  public static void main(String[] args) throws IOException {
    endWithServer();
    // Parsers print and log what they like; the pipe is not theirs.
    LogManager.getLogManager().reset();
    System.setIn(InputStream.nullInputStream());
    System.setOut(System.err);
    Child child =
        new Child(
            new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in))),
            new DataOutputStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)));
    try {
      child.say(Said.READY);
      child.work();
    } finally {
      // The pipe breaks in the middle of a task when the server is killed.
      vanish();
    }
  }

  /** A task that runs for ever does not see the pipe close. */
  private static void endWithServer() {
    ProcessHandle server =
        ProcessHandle.current().parent().orElseThrow(() -> new IllegalStateException("orphan"));
    Thread.ofPlatform()
        .daemon()
        .name("server-watch")
        .start(
            () -> {
              server.onExit().join();
              vanish();
            });
  }

  /** At once: what a task has begun, or registered for the end, is of no interest. */
  private static void vanish() {
    Scratch.remove(Path.of("").toAbsolutePath());
    Runtime.getRuntime().halt(0);
  }

  private void work() throws IOException {
    while (true) {
      String name;
      try {
        name = in.readUTF();
      } catch (EOFException closed) {
        return;
      }
      byte[] input = Wire.read(in);
      answer(name, input, new Pulled(in, out));
    }
  }

  private void answer(String name, byte[] input, Pulled bytes) throws IOException {
    try {
      byte[] result = run(name, input, bytes);
      say(Said.DONE, result);
    } catch (OutOfMemoryError full) { // of a kind that the JVM does not end at by itself
      Runtime.getRuntime().halt(OUT_OF_MEMORY);
    } catch (ProblemException known) {
      say(Said.PROBLEM, Wire.JSON.writeValueAsBytes(Told.of(known)));
    } catch (StackOverflowError deep) {
      say(Said.PROBLEM, Wire.JSON.writeValueAsBytes(Told.of(tooDeep())));
    } catch (Throwable failure) { // whatever it is, it is the task's own
      say(Said.FAILED, trace(failure).getBytes(UTF_8));
    }
  }

  private byte[] run(String name, byte[] input, Pulled bytes) throws Exception {
    ForkedTask<?, ?> task =
        Class.forName(name).asSubclass(ForkedTask.class).getDeclaredConstructor().newInstance();
    return run(task, input, bytes);
  }

  private <I, O> byte[] run(ForkedTask<I, O> task, byte[] input, Pulled bytes) throws Exception {
    I given = Wire.JSON.readValue(input, task.input());
    try (bytes) {
      return Wire.JSON.writeValueAsBytes(task.run(given, bytes));
    }
  }

  private static ProblemException tooDeep() {
    return ProblemException.permanent(
        Problem.of(
            "too-deep", "The document is nested too deeply", 422, "Its reader ran out of stack."));
  }

  private void say(Said what) throws IOException {
    out.writeByte(what.code());
    out.flush();
  }

  private void say(Said what, byte[] with) throws IOException {
    out.writeByte(what.code());
    Wire.write(out, with);
    out.flush();
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
