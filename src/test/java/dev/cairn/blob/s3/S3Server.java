package dev.cairn.blob.s3;

import dev.cairn.blob.BlobConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * S3Proxy over a folder, in a process of its own: its libraries would mix with ours. Its buckets
 * are the folders there.
 */
public final class S3Server implements AutoCloseable {

  public static final String ACCESS_KEY = "reader";
  public static final String SECRET_KEY = "not-so-secret";

  /** Written by the build. */
  private static final Path CLASSPATH = Path.of("target", "s3proxy.classpath");

  private final Path folder;
  private final int port;
  private final Process process;

  public S3Server() throws IOException {
    this.folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "s3")
            .toAbsolutePath();
    this.port = freePort();
    Path properties = folder.resolve("s3proxy.properties");
    Files.writeString(
        properties,
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        s3proxy.v4-max-non-chunked-request-size=134217728
        jclouds.provider=filesystem-nio2
        jclouds.identity=local
        jclouds.credential=local
        jclouds.filesystem.basedir=%s
        """
            .formatted(
                port, ACCESS_KEY, SECRET_KEY, Files.createDirectory(folder.resolve("data"))));
    this.process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + quiet(),
                "-cp",
                Files.readString(CLASSPATH),
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::answers);
  }

  /** It tells every step unless it is told not to. */
  private Path quiet() throws IOException {
    return Files.writeString(
        folder.resolve("logback.xml"), "<configuration><root level=\"WARN\"/></configuration>");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the S3 server ended: see " + folder.resolve("log"));
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** An empty bucket. */
  public String bucket() throws IOException {
    return Files.createTempDirectory(folder.resolve("data"), "bucket").getFileName().toString();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The file of an object. */
  public Path file(String bucket, String key) {
    return folder.resolve("data").resolve(bucket).resolve(key);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** How to speak to it. */
  public Settings settings(String bucket) {
    return new Settings(bucket, url(), SECRET_KEY, 6, folder.resolve("scratch"));
  }

  /**
   * Settings of a test.
   *
   * @param name of the bucket
   */
  public record Settings(String name, URI url, String secret, int attempts, Path scratch)
      implements BlobConfig.S3 {

    @Override
    public Optional<String> bucket() {
      return Optional.of(name);
    }

    @Override
    public Optional<URI> endpoint() {
      return Optional.of(url);
    }

    @Override
    public Optional<String> secretKey() {
      return Optional.of(secret);
    }

    @Override
    public Optional<String> prefix() {
      return Optional.of("some/where/");
    }

    @Override
    public String region() {
      return "us-east-1";
    }

    @Override
    public boolean pathStyle() {
      return true;
    }

    @Override
    public Optional<String> accessKey() {
      return Optional.of(ACCESS_KEY);
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(10);
    }
  }
}
