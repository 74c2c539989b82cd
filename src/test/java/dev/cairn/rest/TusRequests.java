package dev.cairn.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Requests of the tus protocol. */
final class TusRequests {

  static final String BYTES = "application/offset+octet-stream";
  static final int LARGE = 5_000_000;

  private TusRequests() {}

  static void awaitBytesOf(Path blobs, String id, long size) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              try (Stream<Path> files = Files.list(blobs.resolve("drafts"))) {
                return files
                    .filter(file -> file.getFileName().toString().startsWith(id))
                    .anyMatch(file -> file.toFile().length() == size);
              }
            });
  }

  static Socket sending(String id, long offset, long length) throws IOException {
    Socket socket = new Socket("localhost", RestAssured.port);
    OutputStream out = socket.getOutputStream();
    String head =
        """
        PATCH /v1/uploads/%s HTTP/1.1
        Host: x
        Tus-Resumable: 1.0.0
        Upload-Offset: %d
        Content-Type: application/offset+octet-stream
        Content-Length: %d

        """
            .formatted(id, offset, length);
    out.write(head.replace("\n", "\r\n").getBytes(US_ASCII));
    out.flush();
    return socket;
  }

  /** Files of what has arrived of an upload. */
  static long drafts(Path blobs, String id) {
    try (Stream<Path> files = Files.list(blobs.resolve("drafts"))) {
      return files.filter(file -> file.getFileName().toString().startsWith(id)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RequestSpecification tus() {
    return given().header("Tus-Resumable", "1.0.0");
  }

  static String begun(String length) {
    return id(tus().header("Upload-Length", length).post("/v1/uploads").then().statusCode(201));
  }

  static String piece(byte[] bytes) {
    return id(
        tus()
            .header("Upload-Length", bytes.length)
            .header("Upload-Concat", "partial")
            .contentType(BYTES)
            .body(bytes)
            .post("/v1/uploads")
            .then()
            .statusCode(201)
            .header("Upload-Offset", "" + bytes.length));
  }

  static String id(ValidatableResponse created) {
    String location = created.extract().header("Location");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  static ValidatableResponse head(String id) {
    return tus().head("/v1/uploads/" + id).then().statusCode(200).header("Tus-Resumable", "1.0.0");
  }

  static ValidatableResponse patch(String id, long offset, byte[] bytes) {
    return tus()
        .header("Upload-Offset", offset)
        .contentType(BYTES)
        .body(bytes)
        .patch("/v1/uploads/" + id)
        .then()
        .header("Tus-Resumable", "1.0.0");
  }

  static ValidatableResponse checked(
      String id, long offset, byte[] bytes, String algorithm, byte[] digest) {
    return tus()
        .header("Upload-Offset", offset)
        .header("Upload-Checksum", algorithm + " " + Base64.getEncoder().encodeToString(digest))
        .contentType(BYTES)
        .body(bytes)
        .patch("/v1/uploads/" + id)
        .then();
  }

  static String metadata(String key, String value) {
    return key + " " + Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
  }

  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
