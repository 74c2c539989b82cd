package dev.cairn.job;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * What makes a submission the same as an earlier one.
 *
 * @param key the client's own name for it
 * @param request SHA-256 of what is asked for, in hexadecimal: the same key with another is an
 *     error
 */
public record Once(String key, String request) {
  public Once {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(request, "request");
  }

  /** Of words in order; no two lists of words look alike. */
  public static Once of(String key, List<String> words) {
    MessageDigest digest = sha256();
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    return new Once(key, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
