package dev.cairn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input that could take a server down with it. */
class BadInputIT {

  private static final int MEGABYTE = 1_000_000;

  @Test
  void aFileOfOneHugeLineHarmsNeitherItsSiblingsNorTheServer(@TempDir Path folder)
      throws IOException {
    Path line = oneLine(folder, 200);
    List<Paper> siblings = Paper.good(20, 11);
    try (ServerUnderTest server = new ServerUnderTest(folder).start()) {
      Http http = server.http();
      List<String> uploads = new ArrayList<>();
      uploads.add(http.upload("line.txt", BodyPublishers.ofFile(line)));
      for (Paper paper : siblings) {
        uploads.add(http.upload(paper.name(), BodyPublishers.ofByteArray(paper.content())));
      }
      String job = http.submitUploads("chunk", uploads);
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> http.job(job).path("state").asText().equals("completed"));
      JsonNode huge = http.json("/v1/jobs/" + job + "/documents/0");
      if (huge.path("state").asText().equals("failed")) {
        assertThat(huge.path("problem").path("type").asText()).startsWith("urn:cairn:problem:");
        assertThat(huge.path("problem").path("detail").asText()).isNotBlank();
      } else {
        assertThat(huge.path("state").asText()).isEqualTo("done");
      }
      System.out.println("BadInputIT: the huge line: " + huge.path("state") + huge.path("problem"));
      for (int seq = 1; seq < uploads.size(); seq++) {
        assertThat(http.json("/v1/jobs/" + job + "/documents/" + seq).path("state").asText())
            .isEqualTo("done");
      }
      assertThat(server.life().process().isAlive()).isTrue();
      String later = http.submit("chunk", siblings);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> http.job(later).path("counts").path("done").asInt() == siblings.size());
      server.terminate();
    }
  }

  private static Path oneLine(Path folder, int megabytes) throws IOException {
    Path file = folder.resolve("line.txt");
    String piece = "stone and water ".repeat(MEGABYTE / 16);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < megabytes; i++) {
        out.write(piece);
      }
    }
    return file;
  }
}
