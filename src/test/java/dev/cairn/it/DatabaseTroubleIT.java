package dev.cairn.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.it.ClusterUnderTest.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database goes away, stalls, is slow, or takes no writes, while there is work: the servers say
 * so, wait, and go on by themselves.
 */
class DatabaseTroubleIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<Paper> FEW = Paper.good(2, 52);

  private static Undisturbed undisturbed = new Undisturbed(List.of(), new byte[0], "");
  private static PostgresUnderTest postgres = new PostgresUnderTest(Path.of("target"));
  private static ClusterUnderTest cluster;

  private final Random random = new Random();

  @BeforeAll
  static void start(@TempDir Path folder) {
    undisturbed = Undisturbed.lot();
    postgres = new PostgresUnderTest(folder.resolve("database")).start();
    cluster = new ClusterUnderTest(folder, postgres, 2).start();
  }

  /** A test that failed may have left trouble. */
  @AfterEach
  void heal() {
    if (postgres.lives()) {
      postgres.allowWrites();
    }
    cluster.heal();
  }

  @AfterAll
  static void end() {
    cluster.keepLogs(Path.of("target", "chaos", "database-trouble"));
    cluster.close();
    postgres.close();
  }

  @Test
  void aRestartOfTheDatabaseIsWaitedForAndSaidSo() {
    String job = atWork();
    postgres.stopAtOnce();
    saysSo();
    postgres.start();
    goesOn(job);
  }

  @Test
  void connectionsThatAreCutAreMadeAnew() {
    String job = atWork();
    cluster.nodes().forEach(node -> node.wire().cut());
    saysSo();
    cluster.nodes().forEach(node -> node.wire().fair());
    goesOn(job);
  }

  @Test
  void connectionsThatStallAreSaidSoAndGoOnWhenTheyDo() {
    String job = atWork();
    cluster.nodes().forEach(node -> node.wire().stall());
    cluster.awaitReadiness(503);
    cluster.nodes().forEach(node -> node.wire().fair());
    goesOn(job);
  }

  @Test
  void aDatabaseThatTakesNoWritesForAWhileIsWaitedForAndSaidSo() {
    String job = atWork();
    postgres.refuseWrites();
    cluster.awaitReadiness(503);
    cluster.nodes().forEach(node -> refusesForNow(node, offer(node)));
    postgres.allowWrites();
    goesOn(job);
  }

  @Test
  void anIdleNodeToldByNobodyNoticesThatNoWritesAreTakenAndSaysWhy() {
    postgres.refuseWrites();
    cluster.awaitReadiness(503);
    for (Node node : cluster.nodes()) {
      byte[] said = node.server().http().get("/q/health/ready").body();
      assertThat(new String(said, UTF_8)).contains("no heartbeat", "read-only transaction (25006)");
    }
    postgres.allowWrites();
    cluster.awaitReadiness(200);
  }

  @Test
  void backendsThatAreTerminatedAtRandomCostARequestAtMost() {
    String job = atWork();
    for (int round = 0; round < 10; round++) {
      postgres.terminateBackends(60);
      for (Node node : cluster.nodes()) {
        HttpResponse<byte[]> answer = node.server().http().get("/v1/jobs/" + job);
        if (answer.statusCode() != 200) {
          refusesForNow(node, answer);
        }
      }
    }
    goesOn(job);
  }

  @Test
  void aSlowWayToTheDatabaseIsNoTrouble() {
    String job = atWork();
    cluster.nodes().forEach(node -> node.wire().slow(Duration.ofMillis(40)));
    for (int glance = 0; glance < 5; glance++) {
      cluster.nodes().forEach(node -> assertThat(readiness(node)).isEqualTo(200));
    }
    cluster.nodes().forEach(node -> node.wire().fair());
    goesOn(job);
    assertThat(cluster.http().job(job).path("processing").asText()).isEqualTo("first-run");
  }

  @Test
  void aServerThatStartsBeforeItsDatabaseWaitsAndSaysSo() {
    Node late = cluster.node(1);
    late.server().terminate();
    postgres.stopAtOnce();
    late.server().launch();
    late.server().awaitAnswering();
    byte[] said = late.server().http().get("/q/health/ready").body();
    assertThat(new String(said, UTF_8)).contains("waiting for the database");
    assertThat(late.server().http().get("/q/health/live").statusCode()).isEqualTo(200);
    refusesForNow(late, offer(late));
    postgres.start();
    late.server().awaitReady();
    goesOn(atWork());
  }

  @Test
  void aServerWhosePasswordIsWrongEndsAtOnceAndSaysWhy(@TempDir Path folder) {
    String url = postgres.url(postgres.port()).replaceFirst(":[^:@/]+@", ":wrong@");
    try (ServerUnderTest server =
        new ServerUnderTest(folder, Map.of("CAIRN_DATABASE_URL", url), List.of())) {
      Program program = server.launch();
      assertThat(program.exitCode()).isNotZero();
      assertThat(program.stderr()).contains("password authentication failed");
    }
  }

  /** Half of the results with a good end would be taken for all of them. */
  @Test
  void resultsThatAreFollowedThroughARestartAreWholeOrBrokenOff() {
    String job = atWork();
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Optional<byte[]>> followed =
        CompletableFuture.supplyAsync(() -> follow(job, begun));
    await().atMost(PATIENCE).until(() -> begun.getCount() == 0);
    postgres.stopAtOnce();
    cluster.awaitReadiness(503);
    postgres.start();
    goesOn(job);
    Optional<byte[]> whole = followed.orTimeout(60, TimeUnit.SECONDS).join();
    System.out.printf(
        "DatabaseTroubleIT: followed results were %s%n",
        whole.isPresent() ? "whole" : "broken off");
    whole.ifPresent(DatabaseTroubleIT::holdsAllResults);
    assertThat(follow(job, begun)).hasValueSatisfying(DatabaseTroubleIT::holdsAllResults);
  }

  /** Records that are followed come in the order of their commit. */
  private static void holdsAllResults(byte[] followed) {
    assertThat(new String(followed, UTF_8).lines())
        .containsExactlyInAnyOrderElementsOf(
            new String(undisturbed.results(), UTF_8).lines().toList());
  }

  /**
   * All of the results, or nothing when they broke off.
   *
   * @param begun told when the first byte came
   */
  private static Optional<byte[]> follow(String job, CountDownLatch begun) {
    try {
      HttpResponse<InputStream> answer =
          Http.exchange(
              cluster.http().request("/v1/jobs/" + job + "/results?follow=true").build(),
              BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      try (InputStream body = answer.body()) {
        all.write(body.read());
        begun.countDown();
        body.transferTo(all);
      }
      return Optional.of(all.toByteArray());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Readiness says that it can't work, and who asks is told to come again. */
  private static void saysSo() {
    cluster.awaitReadiness(503);
    for (Node node : cluster.nodes()) {
      refusesForNow(node, node.server().http().get("/v1/jobs"));
      refusesForNow(node, offer(node));
      await().atMost(PATIENCE).until(() -> missedHeartbeats(node) > 0);
    }
  }

  private static double missedHeartbeats(Node node) {
    byte[] metrics = node.server().http().get("/q/metrics").body();
    return new String(metrics, UTF_8)
        .lines()
        .filter(line -> line.startsWith("cairn_heartbeats_missed_total "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static HttpResponse<byte[]> offer(Node node) {
    return node.server().http().offer("chunk", FEW);
  }

  private static int readiness(Node node) {
    return Http.readiness(node.server().address().orElseThrow().url());
  }

  private static void refusesForNow(Node node, HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).as("status of node %d", node.number()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
  }

  /** A job that some node works on. */
  private String atWork() {
    String job = cluster.http().submit("chunk", undisturbed.papers());
    cluster.awaitAtWork(cluster.nodes(), random);
    return job;
  }

  private static void goesOn(String job) {
    cluster.awaitReadiness(200);
    await()
        .alias("the end of job " + job)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsMatching(e -> e instanceof UncheckedIOException)
        .until(() -> cluster.http().job(job).has("finishedAt"));
    new Verdict(cluster.http(), job, undisturbed.papers()).completed();
    undisturbed.isWhatComesOf(job, cluster.http());
  }
}
