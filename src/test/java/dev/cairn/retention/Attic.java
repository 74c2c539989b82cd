package dev.cairn.retention;

import static dev.cairn.Hand.await;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.blob.BlobStore;
import dev.cairn.store.Sweeps.Keep;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Uploads and jobs that are made old by turning the database's and the files' times back. */
@ApplicationScoped
class Attic {

  static final Keep KEEP =
      new Keep(
          Optional.of(Duration.ofDays(30)),
          Duration.ofDays(7),
          Optional.of(Duration.ofDays(3)),
          Duration.ofHours(1));

  @Inject Pool pool;
  @Inject BlobStore blobs;
  @Inject Sweeper sweeper;

  @ConfigProperty(name = "cairn.blob.folder")
  Path folder;

  /** An upload of bytes that are unlike all others, or the same as another's. */
  record Kept(String id, String blob, String text) {}

  RowSet<Row> sql(String sql, Object... parameters) {
    return pool.preparedQuery(sql).executeAndAwait(Tuple.from(List.of(parameters)));
  }

  long count(String sql, Object... parameters) {
    return sql(sql, parameters).iterator().next().getLong(0);
  }

  Kept upload() {
    return upload(UUID.randomUUID().toString());
  }

  Kept upload(String text) {
    var answer = given().body(text.getBytes(UTF_8)).post("/v1/uploads").then().statusCode(201);
    return new Kept(answer.extract().path("id"), answer.extract().path("sha256"), text);
  }

  /** The id of an upload of which half has arrived. */
  String begunUpload() {
    String location =
        given()
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", 10)
            .contentType("application/offset+octet-stream")
            .body("12345".getBytes(UTF_8))
            .post("/v1/uploads")
            .then()
            .statusCode(201)
            .extract()
            .header("Location");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** A job of these uploads that has completed; its internal key. */
  long completed(Kept... uploads) {
    List<String> ids = List.of(uploads).stream().map(Kept::id).toList();
    String id =
        given()
            .contentType("application/json")
            .body(Map.of("pipeline", "echo", "uploads", ids))
            .post("/v1/jobs")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                count(
                        "select count(*) from job where uid = $1 and state = 'completed'",
                        UUID.fromString(id))
                    == 1);
    return count("select id from job where uid = $1", UUID.fromString(id));
  }

  void finishedLongAgo(long job, int days) {
    sql("update job set finished_at = now() - $2 * interval '1 d' where id = $1", job, days);
  }

  void unusedFor(Kept upload, int days) {
    sql(
        "update upload set used_at = now() - $2 * interval '1 d' where uid = $1",
        UUID.fromString(upload.id()),
        days);
  }

  /** As if the grace time had passed, with nodes in touch all the while. */
  void graceIsOver(String blob) throws IOException {
    sql("update sweep set steady_since = now() - interval '1 d', seen_at = now()");
    sql("update loose_blob set since = now() - interval '2 h' where blob = $1", blob);
    if (Files.exists(file(blob))) {
      age(blob);
    }
  }

  void age(String blob) throws IOException {
    Files.setLastModifiedTime(file(blob), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
  }

  Path file(String blob) {
    return folder.resolve(blob.substring(0, 2)).resolve(blob.substring(2, 4)).resolve(blob);
  }

  boolean loose(String blob) {
    return count("select count(*) from loose_blob where blob = $1", blob) == 1;
  }

  /** Makes it this node's turn, and removes all there is to remove. */
  void sweep() {
    sql("update sweep set holder = null");
    await(sweeper.sweep(KEEP));
  }

  /** Rows of a job in every table that has a column {@code job}, by table. */
  List<String> tablesWithRowsOf(long job) {
    List<String> tables = new java.util.ArrayList<>();
    for (Row row :
        sql(
            """
            select c.table_name from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where c.column_name = 'job' and t.table_type = 'BASE TABLE' and c.table_schema = 'public'
            """)) {
      String table = row.getString(0);
      if (count("select count(*) from " + table + " where job = $1", job) > 0) {
        tables.add(table);
      }
    }
    return tables;
  }
}
