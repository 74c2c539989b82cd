package dev.cairn.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.TestDatabase;
import dev.cairn.retention.Attic.Kept;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Large jobs have tables of their own, which are dropped with them. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class VolumeTest {

  private static final List<String> KINDS = List.of("document", "checkpoint", "record", "event");

  @Inject Attic attic;
  @Inject Pool pool;

  @Test
  void aLargeJobHasTablesOfItsOwnWhichAreDroppedWithIt() {
    Kept upload = large();
    long job = attic.completed(upload);
    assertThat(KINDS).allMatch(kind -> rows(kind + "_" + job) > 0, "rows in its own tables");
    assertThat(KINDS).allMatch(kind -> rows(kind, job) > 0, "rows seen by all");
    attic.finishedLongAgo(job, 31);
    attic.sweep();
    assertThat(KINDS).noneMatch(kind -> there(kind + "_" + job));
    assertThat(attic.tablesWithRowsOf(job)).isEmpty();
    assertThat(attic.loose(upload.blob())).isTrue();
  }

  @Test
  void aSmallJobSharesTables() {
    long job = attic.completed(attic.upload());
    assertThat(there("record_" + job)).isFalse();
    assertThat(KINDS).allMatch(kind -> rows(kind, job) > 0);
  }

  @Test
  void tablesThatSomebodyReadsAreLeftForLaterAndHoldNoOtherUp() {
    long read = attic.completed(large());
    long small = attic.completed(attic.upload());
    attic.finishedLongAgo(read, 31);
    attic.finishedLongAgo(small, 31);
    SqlConnection reader = pool.getConnectionAndAwait();
    Transaction report = reader.beginAndAwait();
    reader.query("select from record where job = " + read).executeAndAwait();
    attic.sweep();
    assertThat(there("record_" + read)).isTrue();
    assertThat(attic.tablesWithRowsOf(small)).isEmpty();
    report.commitAndAwait();
    reader.closeAndAwait();
    attic.sweep();
    assertThat(there("record_" + read)).isFalse();
  }

  @Test
  void whenThereAreManyLargeJobsTheNextOneSharesTheTablesOfTheSmall() {
    attic.sql("insert into volume (job) select -s from generate_series(1, 64) s");
    long job = attic.completed(large());
    attic.sql("delete from volume where job < 0");
    assertThat(there("record_" + job)).isFalse();
    assertThat(rows("record", job)).isPositive();
  }

  @Test
  void theNewestJobIsListedFirstLargeOrSmall() {
    attic.completed(attic.upload());
    long large = attic.completed(large());
    long small = attic.completed(attic.upload());
    List<String> listed =
        given().get("/v1/jobs?limit=2").then().statusCode(200).extract().path("jobs.id");
    assertThat(listed).containsExactly(id(small), id(large));
  }

  private Kept large() {
    return attic.upload(UUID.randomUUID() + "x".repeat(1 << 20));
  }

  private String id(long job) {
    return attic.sql("select uid from job where id = $1", job).iterator().next().getUUID(0) + "";
  }

  private long rows(String table) {
    return attic.count("select count(*) from " + table);
  }

  private long rows(String table, long job) {
    return attic.count("select count(*) from " + table + " where job = $1", job);
  }

  private boolean there(String table) {
    return attic.count("select count(*) from pg_tables where tablename = $1", table) == 1;
  }
}
