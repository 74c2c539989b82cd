package dev.cairn.ingest;

import dev.cairn.TestDatabase;
import dev.cairn.blob.BlobStore;
import dev.cairn.blob.s3.S3Blobs;
import dev.cairn.blob.s3.S3Server;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(S3StoreTest.Profile.class)
class S3StoreTest extends StoreUnderTest {

  /** Blobs in a bucket. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("cairn.blob.store", "s3", "cairn.engine.inline-limit", "1K");
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Storage.class));
    }
  }

  /** A server with a bucket. */
  public static final class Storage implements QuarkusTestResourceLifecycleManager {
    private final S3Server server;

    /** Starts it. */
    public Storage() {
      try {
        server = new S3Server();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Map<String, String> start() {
      try {
        return Map.of(
            "cairn.blob.s3.bucket",
            server.bucket(),
            "cairn.blob.s3.endpoint",
            server.url().toString(),
            "cairn.blob.s3.path-style",
            "true",
            "cairn.blob.s3.access-key",
            S3Server.ACCESS_KEY,
            "cairn.blob.s3.secret-key",
            S3Server.SECRET_KEY);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop() {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  Class<? extends BlobStore> kind() {
    return S3Blobs.class;
  }
}
