package dev.cairn.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.it.ClusterUnderTest.Node;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Uploads a file by the tus protocol over plain sockets, which can be cut anywhere. */
final class TusPeer {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final GeneratedFile file;

  TusPeer(GeneratedFile file) {
    this.file = file;
  }

  /** Begins an upload; its id. */
  String begin(Node node) {
    HttpResponse<byte[]> created =
        Http.send(
            request(node, "/v1/uploads")
                .header("Upload-Length", "" + file.size())
                .POST(BodyPublishers.noBody())
                .build());
    assertThat(created.statusCode()).isEqualTo(201);
    String location = created.headers().firstValue("Location").orElseThrow();
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** Begins a request that would send all the rest; the caller sends it, or less. */
  Socket open(Node node, String id, long from) throws IOException {
    URI url = node.server().address().orElseThrow().url();
    Socket socket = new Socket(url.getHost(), url.getPort());
    String head =
        """
        PATCH /v1/uploads/%s HTTP/1.1
        Host: x
        Tus-Resumable: 1.0.0
        Upload-Offset: %d
        Content-Type: application/offset+octet-stream
        Content-Length: %d
        Connection: close

        """
            .formatted(id, from, file.size() - from);
    socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(US_ASCII));
    return socket;
  }

  /** Sends bytes, and cuts the connection behind them unless they were the last. */
  boolean send(Node node, String id, long from, long to) throws IOException {
    try (Socket socket = open(node, id, from)) {
      OutputStream out = socket.getOutputStream();
      file.write(out, from, to);
      out.flush();
      if (to < file.size()) {
        socket.setSoLinger(true, 0);
        return false;
      }
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 204");
      return true;
    }
  }

  /** How far the upload is. */
  long offset(Node node, String id) {
    HttpResponse<byte[]> head =
        Http.send(
            request(node, "/v1/uploads/" + id)
                .method("HEAD", BodyPublishers.noBody())
                .timeout(PATIENCE)
                .build());
    assertThat(head.statusCode()).isEqualTo(200);
    return head.headers().firstValueAsLong("Upload-Offset").orElseThrow();
  }

  /** The digest of the whole upload. */
  String sha256(Node node, String id) {
    return new Http(node.server().address().orElseThrow().url())
        .json("/v1/uploads/" + id)
        .path("sha256")
        .asText();
  }

  void remove(Node node, String id) {
    Http.send(request(node, "/v1/uploads/" + id).DELETE().build());
  }

  private static HttpRequest.Builder request(Node node, String path) {
    return new Http(node.server().address().orElseThrow().url())
        .request(path)
        .header("Tus-Resumable", "1.0.0");
  }
}
