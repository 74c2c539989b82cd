package dev.cairn.store;

import static dev.cairn.Hand.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.TestDatabase;
import dev.cairn.blob.BlobStore;
import dev.cairn.blob.Draft;
import dev.cairn.blob.FileBlobs;
import dev.cairn.blob.s3.S3Blobs;
import dev.cairn.blob.s3.S3Server;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores used by processes that have little memory, or are killed. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class StoreProcessTest {

  private static final int PIECE = 300_000;

  private static S3Server s3;

  @Inject Database database;

  @ConfigProperty(name = "quarkus.datasource.reactive.url")
  String url;

  @ConfigProperty(name = "quarkus.datasource.username")
  String user;

  @ConfigProperty(name = "quarkus.datasource.password")
  String password;

  private String login() {
    return url.replace("//", "//" + user + ":" + password + "@");
  }

  @BeforeAll
  static void start() throws IOException {
    s3 = new S3Server();
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
  }

  @Test
  void aBlobOf300MegabytesGoesThroughAStoreOfFilesIn64(@TempDir Path folder) throws Exception {
    copied("file", folder.toString());
  }

  @Test
  void aBlobOf300MegabytesGoesThroughTheDatabaseIn64() throws Exception {
    copied("postgres", login());
    await(database.run("truncate blob, blob_chunk", Tuple.tuple()));
  }

  @Test
  void aBlobOf300MegabytesGoesThroughABucketIn64() throws Exception {
    copied("s3", s3.bucket(), s3.url().toString());
  }

  private static void copied(String... store) throws Exception {
    Process process = program("copy", "300", store);
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).startsWith("300 MiB: written");
    }
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aDraftOfAServerThatIsKilledGoesOnInFiles(@TempDir Path folder) throws Exception {
    goesOn(UUID.randomUUID(), new FileBlobs(folder), "file", folder.toString());
  }

  @Test
  void aDraftOfAServerThatIsKilledGoesOnInTheDatabase() throws Exception {
    UUID upload = UUID.randomUUID();
    await(
        database.run(
            "insert into arrival (uid, tenant, name, epoch, expires_at) values ($1, 1, 'a', 1, now() + interval '1 d')",
            Tuple.of(upload)));
    goesOn(upload, new PostgresBlobs(database), "postgres", login());
  }

  @Test
  void aDraftOfAServerThatIsKilledGoesOnInABucket() throws Exception {
    String bucket = s3.bucket();
    try (S3Blobs blobs = new S3Blobs(s3.settings(bucket))) {
      goesOn(UUID.randomUUID(), blobs, "s3", bucket, s3.url().toString());
    }
  }

  private void goesOn(UUID upload, BlobStore blobs, String... store) throws Exception {
    Process process = program("draft", upload.toString(), store);
    String last = "";
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < 40; i++) {
        last = Optional.ofNullable(out.readLine()).orElseThrow();
      }
      process.destroyForcibly().waitFor();
    }
    await(database.run("update arrival set epoch = 2 where uid = $1", Tuple.of(upload)));
    String[] told = last.split(" ", -1);
    long size = Long.parseLong(told[1]);
    Draft.At at = new Draft.At(upload, 2, size, Optional.of(told[0]));
    try (Draft draft = blobs.draft(at)) {
      assertThat(draft.finish()).isEqualTo(sha256((int) (size / PIECE)));
    }
    blobs.discard(upload);
  }

  private static String sha256(int pieces) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Random random = new Random(1);
    byte[] bytes = new byte[PIECE];
    for (int i = 0; i < pieces; i++) {
      random.nextBytes(bytes);
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Process program(String task, String argument, String... store) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    // Quarkus holds log records in memory until it is set up, and here it never is: no debugging.
    command.add("-Dlogging.initial-configurator.min-level=900");
    command.addAll(List.of("-Xmx64m", "-XX:MaxDirectMemorySize=64m"));
    command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("dev.cairn.store.StoreProgram", task, argument));
    command.addAll(List.of(store));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
