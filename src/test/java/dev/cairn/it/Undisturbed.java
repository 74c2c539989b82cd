package dev.cairn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a job comes to when nothing happens to it, on one node with a database of its own.
 *
 * @param papers its documents
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its parts
record Undisturbed(List<Paper> papers, byte[] results, String artifacts) {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final List<List<Paper>> LOTS =
      List.of(Paper.some(150, 31), Paper.some(90, 32), Paper.some(40, 33));

  /**
   * Made once for all tests of this JVM: a server and a database take longer to start than jobs.
   */
  private static final class Lots {
    static final List<Undisturbed> ALL = make();

    private static List<Undisturbed> make() {
      try {
        return runs(
            Files.createTempDirectory(Path.of("target").toAbsolutePath(), "undisturbed"), LOTS);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Lots of documents that the tests of clusters share: 150, 90 and 40, some of them bad. */
  static List<Undisturbed> lots() {
    return Lots.ALL;
  }

  /** The largest of {@link #lots}. */
  static Undisturbed lot() {
    return Lots.ALL.getFirst();
  }

  /** Runs each lot of documents as a job of one node. */
  static List<Undisturbed> runs(Path folder, List<List<Paper>> lots) {
    List<Undisturbed> runs = new ArrayList<>();
    try (ServerUnderTest server =
        new ServerUnderTest(folder, ClusterUnderTest.SHORT_LIVED).start()) {
      Http http = server.http();
      for (List<Paper> papers : lots) {
        String id = http.submit("chunk", papers);
        awaitEnd(http, id);
        runs.add(new Undisturbed(papers, http.results(id), artifacts(http, id)));
      }
      server.terminate();
    }
    return runs;
  }

  /** Another run of the same documents has come to the same, byte for byte. */
  void isWhatComesOf(String job, Http http) {
    assertThat(http.results(job)).as("results of job %s", job).isEqualTo(results);
    assertThat(artifacts(http, job)).as("artifacts of job %s", job).isEqualTo(artifacts);
  }

  private static String artifacts(Http http, String id) {
    return http.json("/v1/jobs/" + id + "/artifacts?limit=1000").toString();
  }

  /** Waits until a job has ended in any way. */
  static void awaitEnd(Http http, String id) {
    await()
        .alias("the end of job " + id)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> http.job(id).has("finishedAt"));
  }
}
