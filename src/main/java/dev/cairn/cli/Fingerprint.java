package dev.cairn.cli;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells whether two commands mean the same work: the batch of a job that {@code run} submits, so
 * that the same command after a crash finds it again. Paths, sizes and times stand for the
 * contents: reading all files twice would cost more than it is worth.
 */
final class Fingerprint {

  private final MessageDigest digest;

  private Fingerprint() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String of(String pipeline, Map<String, String> params, List<InputFile> files) {
    Fingerprint print = new Fingerprint();
    print.add(pipeline);
    print.add(params.size());
    new TreeMap<>(params)
        .forEach(
            (name, value) -> {
              print.add(name);
              print.add(value);
            });
    Map<String, InputFile> sorted = new TreeMap<>();
    files.forEach(file -> sorted.put(file.path().toString(), file));
    sorted.forEach(
        (path, file) -> {
          print.add(path);
          print.add(file.size());
          print.add(file.modified());
        });
    return "run-" + HexFormat.of().formatHex(print.digest.digest());
  }

  /** The length goes first, so that no two lists of words look alike. */
  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
  }

  private void add(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }
}
