package dev.cairn.fork;

import java.io.IOException;
import java.io.InputStream;

/**
 * What is done in a forked process: a stateless, public class with a public constructor without
 * arguments, of which the process makes an instance of its own.
 *
 * @param <I> what it is given; Jackson writes and reads it
 * @param <O> what it answers; the same
 */
public interface ForkedTask<I, O> {

  /** Opens the bytes to work on, from the first. */
  @FunctionalInterface
  interface Bytes {
    InputStream open() throws IOException;
  }

  /** The class of what it is given. */
  Class<I> input();

  /** The class of what it answers. */
  Class<O> output();

  /**
   * Does the work, in the forked process.
   *
   * @param bytes what it works on; pulled as it is read, so what is not read is not sent
   * @throws dev.cairn.job.ProblemException with the true reason when the bytes are at fault
   * @throws Exception anything else counts as a flaw of ours, which another try may not meet
   */
  O run(I input, InputStream bytes) throws Exception;
}
