package dev.cairn.rest;

import dev.cairn.ingest.Checksum;
import dev.cairn.job.Announcement;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The headers of the tus protocol 1.0.0, read and written. Source: tus.io, "resumable upload
 * protocol 1.0.x".
 */
final class Tus {

  static final String VERSION = "1.0.0";
  static final String RESUMABLE = "Tus-Resumable";
  static final String BYTES = "application/offset+octet-stream";
  static final String OFFSET = "Upload-Offset";
  static final String LENGTH = "Upload-Length";
  static final String DEFER_LENGTH = "Upload-Defer-Length";
  static final String METADATA = "Upload-Metadata";
  static final String CONCAT = "Upload-Concat";
  static final String CHECKSUM = "Upload-Checksum";
  static final String EXPIRES = "Upload-Expires";
  static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

  static final String EXTENSIONS =
      "creation,creation-with-upload,creation-defer-length,checksum,expiration,termination,concatenation";

  private static final String FINAL = "final;";

  private Tus() {}

  /** Whether a request speaks the protocol, whatever its version. */
  static boolean spoken(MultiMap headers) {
    return headers.contains(RESUMABLE);
  }

  /**
   * Refuses a request that speaks another version, or none.
   *
   * @throws ProblemException 412 {@code tus-version}
   */
  static void expectVersion(MultiMap headers) {
    if (!VERSION.equals(headers.get(RESUMABLE))) {
      throw ProblemException.permanent(
          Problem.ofField(
              "tus-version",
              "The version of the protocol is not spoken here",
              412,
              RESUMABLE,
              "This server speaks " + VERSION + "."));
    }
  }

  /** What is said of an upload that begins. */
  static Announcement announcement(MultiMap headers) {
    Optional<String> concat = Optional.ofNullable(headers.get(CONCAT)).map(String::strip);
    OptionalLong length = number(headers, LENGTH);
    boolean made = concat.filter(said -> said.startsWith(FINAL)).isPresent();
    if (concat.isPresent() && !made && !concat.get().equals("partial")) {
      throw refused(CONCAT, "It is neither 'partial' nor 'final;' with addresses.");
    }
    if (length.isEmpty() != (made || deferred(headers))) {
      throw refused(
          LENGTH,
          made
              ? "The length of an upload that is made of others is theirs."
              : "Say the length, or 'Upload-Defer-Length: 1' if it is not known yet.");
    }
    Optional<String> metadata = Optional.ofNullable(headers.get(METADATA));
    Map<String, String> said = metadata(metadata.orElse(""));
    return new Announcement(
        first(said, "filename", "name").orElse(""),
        first(said, "filetype", "type", "contentType"),
        metadata,
        concat,
        length);
  }

  private static boolean deferred(MultiMap headers) {
    String deferred = headers.get(DEFER_LENGTH);
    if (deferred != null && !deferred.strip().equals("1")) {
      throw refused(DEFER_LENGTH, "It can only be 1.");
    }
    return deferred != null;
  }

  private static Optional<String> first(Map<String, String> said, String... keys) {
    return Arrays.stream(keys).filter(said::containsKey).map(said::get).findFirst();
  }

  /** Pairs of a key and a value in Base64, which may be missing, separated by commas. */
  private static Map<String, String> metadata(String header) {
    Map<String, String> said = new LinkedHashMap<>();
    for (String pair : header.split(",", -1)) {
      String[] parts = pair.strip().split(" +", 2);
      if (parts[0].isEmpty()) {
        continue;
      }
      try {
        byte[] value = Base64.getDecoder().decode(parts.length == 1 ? "" : parts[1].strip());
        said.put(parts[0], new String(value, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw refused(METADATA, "The value of " + parts[0] + " is not Base64.");
      }
    }
    return said;
  }

  /** The ids of the uploads that one is to be made of. */
  static List<UUID> pieces(Announcement announced) {
    String addresses = announced.concat().orElse("").substring(FINAL.length()).strip();
    if (addresses.isEmpty()) {
      throw refused(CONCAT, "It names no uploads.");
    }
    return Arrays.stream(addresses.split(" +"))
        .map(
            address ->
                Ids.parse(address.substring(address.lastIndexOf('/') + 1))
                    .orElseThrow(() -> refused(CONCAT, "This is no upload: " + address)))
        .toList();
  }

  /** Where the bytes of a request belong. */
  static long offset(MultiMap headers) {
    return number(headers, OFFSET)
        .orElseThrow(() -> refused(OFFSET, "It has to be said where the bytes belong."));
  }

  static Optional<Checksum> checksum(MultiMap headers) {
    return Optional.ofNullable(headers.get(CHECKSUM)).map(Checksum::parse);
  }

  /** A number of bytes, if it was said. */
  static OptionalLong number(MultiMap headers, String name) {
    String text = headers.get(name);
    if (text == null) {
      return OptionalLong.empty();
    }
    if (!text.strip().matches("[0-9]{1,18}")) {
      throw refused(name, "It is no number of bytes.");
    }
    return OptionalLong.of(Long.parseLong(text.strip()));
  }

  /** Whether the body is said to be bytes of an upload. */
  static boolean carriesBytes(@Nullable String contentType) {
    return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(BYTES);
  }

  static String date(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  static ProblemException refused(String header, String why) {
    return ProblemException.permanent(
        Problem.ofField("invalid-header", "A header is not valid", 400, header, why));
  }
}
