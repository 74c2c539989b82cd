package dev.cairn.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;

/** A client that others wrote. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TusJavaClientTest {

  private static final int SIZE = 5_000_000;

  private final TusURLMemoryStore addresses = new TusURLMemoryStore();
  private final byte[] bytes = new byte[SIZE];

  TusJavaClientTest() {
    new Random(3).nextBytes(bytes);
  }

  @Test
  void itUploadsAFile() throws IOException, ProtocolException {
    TusUploader uploader = client().resumeOrCreateUpload(upload());
    sendAll(uploader);
    uploader.finish();
    arrivedWhole(uploader);
  }

  @Test
  void itUploadsAFileInManyRequests() throws IOException, ProtocolException {
    TusUploader uploader = client().resumeOrCreateUpload(upload());
    uploader.setRequestPayloadSize(700_000);
    sendAll(uploader);
    uploader.finish();
    arrivedWhole(uploader);
  }

  @Test
  void itPausesAndAnotherOfItsKindGoesOn() throws Exception {
    TusUploader first = client().resumeOrCreateUpload(upload());
    first.setRequestPayloadSize(1_000_000);
    first.setChunkSize(500_000);
    for (int i = 0; i < 5; i++) {
      assertThat(first.uploadChunk()).isEqualTo(500_000);
    }
    first.finish();

    TusUploader second = client().resumeUpload(upload());
    assertThat(second.getOffset()).isEqualTo(2_500_000);
    sendAll(second);
    second.finish();
    assertThat(second.getUploadURL()).isEqualTo(first.getUploadURL());
    arrivedWhole(second);
  }

  private TusClient client() throws IOException {
    TusClient client = new TusClient();
    client.setUploadCreationURL(
        URI.create("http://localhost:" + RestAssured.port + "/v1/uploads").toURL());
    client.enableResuming(addresses);
    return client;
  }

  private TusUpload upload() {
    TusUpload upload = new TusUpload();
    upload.setInputStream(new ByteArrayInputStream(bytes));
    upload.setSize(SIZE);
    upload.setFingerprint("the file");
    upload.setMetadata(Map.of("filename", "letters.bin"));
    return upload;
  }

  private static void sendAll(TusUploader uploader) throws IOException, ProtocolException {
    uploader.setChunkSize(100_000);
    while (uploader.uploadChunk() > -1) {
      assertThat(uploader.getOffset()).isLessThanOrEqualTo(SIZE);
    }
  }

  private void arrivedWhole(TusUploader uploader) {
    given()
        .get(uploader.getUploadURL().getPath())
        .then()
        .statusCode(200)
        .body("state", equalTo("whole"))
        .body("name", equalTo("letters.bin"))
        .body("sha256", equalTo(HexFormat.of().formatHex(DigestUtils.sha256(bytes))));
  }
}
