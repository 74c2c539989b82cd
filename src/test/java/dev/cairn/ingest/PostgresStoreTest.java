package dev.cairn.ingest;

import dev.cairn.TestDatabase;
import dev.cairn.blob.BlobStore;
import dev.cairn.store.PostgresBlobs;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(PostgresStoreTest.Profile.class)
class PostgresStoreTest extends StoreUnderTest {

  /** Blobs in the database. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("cairn.blob.store", "postgres", "cairn.engine.inline-limit", "1K");
    }
  }

  @Override
  Class<? extends BlobStore> kind() {
    return PostgresBlobs.class;
  }
}
