package dev.cairn.ingest;

import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What the bytes of one request must come to; a request with other bytes has not been. */
public final class Checksum {

  private static final Map<String, String> ALGORITHMS =
      Map.of("sha1", "SHA-1", "sha256", "SHA-256");

  private final MessageDigest digest;
  private final byte[] expected;

  private Checksum(MessageDigest digest, byte[] expected) {
    this.digest = digest;
    this.expected = expected;
  }

  /** Names of those that are understood. */
  public static List<String> algorithms() {
    return ALGORITHMS.keySet().stream().sorted().toList();
  }

  /**
   * Reads the value of an {@code Upload-Checksum} header: a name and a digest in Base64.
   *
   * @throws ProblemException 400 {@code invalid-checksum}
   */
  public static Checksum parse(String header) {
    String[] parts = header.strip().split(" +", 2);
    String algorithm = ALGORITHMS.get(parts[0]);
    if (algorithm == null || parts.length < 2) {
      throw refused("It is not one of " + String.join(", ", algorithms()) + " and a digest.");
    }
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] expected = Base64.getDecoder().decode(parts[1]);
      if (expected.length != digest.getDigestLength()) {
        throw refused("The digest has not the length that " + parts[0] + " has.");
      }
      return new Checksum(digest, expected);
    } catch (IllegalArgumentException e) {
      throw refused("The digest is not Base64.");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  void update(Buffer bytes) {
    digest.update(bytes.getBytes());
  }

  /**
   * Compares; once, at the end.
   *
   * @throws ProblemException 460 {@code checksum-mismatch}
   */
  void check() {
    if (!MessageDigest.isEqual(digest.digest(), expected)) {
      throw ProblemException.permanent(
          Problem.of(
              "checksum-mismatch",
              "The bytes are not those that were sent",
              460,
              "Their checksum is another: none of this request was kept; send them again."));
    }
  }

  private static ProblemException refused(String why) {
    return ProblemException.permanent(
        Problem.ofField(
            "invalid-checksum", "The checksum can't be checked", 400, "Upload-Checksum", why));
  }
}
