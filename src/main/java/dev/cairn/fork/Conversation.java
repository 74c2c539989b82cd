package dev.cairn.fork;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One task, from the server's side: asks, gives the first piece of the bytes and more as they are
 * pulled, takes the answer. After it, whether it returns or throws {@link
 * dev.cairn.job.ProblemException}, {@link TaskFailed} or {@link SourceFailed}, the process is ready
 * for the next; any other failure is the process's end.
 */
final class Conversation<I, O> implements Callable<O> {

  /** The task failed of something that is no problem of the bytes. */
  static final class TaskFailed extends Exception {
    TaskFailed(String trace) {
      super(trace);
    }
  }

  /** The bytes to work on can't be had. */
  static final class SourceFailed extends Exception {
    private final transient IOException reason;

    SourceFailed(IOException reason) {
      super(reason);
      this.reason = reason;
    }

    IOException reason() {
      return reason;
    }
  }

  private final DataInputStream in;
  private final DataOutputStream out;
  private final ForkedTask<I, O> task;
  private final I input;
  private final ForkedTask.Bytes bytes;
  private final byte[] piece;
  private @Nullable InputStream source;
  private @Nullable IOException broken;

  Conversation(
      DataInputStream in,
      DataOutputStream out,
      ForkedTask<I, O> task,
      I input,
      ForkedTask.Bytes bytes,
      byte[] piece) {
    this.in = in;
    this.out = out;
    this.task = task;
    this.input = input;
    this.bytes = bytes;
    this.piece = piece;
  }

  @Override
  public O call() throws Exception {
    try {
      out.writeUTF(task.getClass().getName());
      Wire.write(out, Wire.JSON.writeValueAsBytes(input));
      give();
      return listen();
    } finally {
      if (source != null) {
        source.close();
      }
    }
  }

  private O listen() throws Exception {
    while (true) {
      switch (Said.of(in.readByte())) {
        case PULL -> give();
        case DONE -> {
          return Wire.JSON.readValue(Wire.read(in), task.output());
        }
        case PROBLEM -> throw Wire.JSON.readValue(Wire.read(in), Told.class).again();
        case FAILED -> throw failed(new String(Wire.read(in), UTF_8));
        case READY -> throw new IOException("ready in the middle of a task");
      }
    }
  }

  private Exception failed(String trace) {
    return broken == null ? new TaskFailed(trace) : new SourceFailed(broken);
  }

  private void give() throws IOException {
    int count = read();
    out.writeInt(count);
    if (count > 0) {
      out.write(piece, 0, count);
    }
    out.flush();
  }

  /** A source that fails must not look like a process that failed. */
  private int read() {
    try {
      if (source == null) {
        source = bytes.open();
      }
      return source.readNBytes(piece, 0, piece.length);
    } catch (IOException e) {
      broken = e;
      return Said.BROKEN;
    }
  }
}
