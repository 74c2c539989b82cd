package dev.cairn.fork;

import java.io.InputStream;
import java.time.Duration;

/** A server that has a task running for ever in a process, and says which. */
final class Guardian {

  private Guardian() {}

  public static void main(String[] args) throws Exception {
    ForkPool forks = new ForkPool(TestForks.config(1, 64, 10, Duration.ofMinutes(1)));
    Misbehaviour task = new Misbehaviour();
    long pid = forks.run(task, "read", InputStream::nullInputStream, Duration.ofMinutes(1)).pid();
    System.out.println(pid);
    forks.run(task, "loop", InputStream::nullInputStream, Duration.ofMinutes(5));
  }
}
