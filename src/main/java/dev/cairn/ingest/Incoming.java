package dev.cairn.ingest;

import dev.cairn.blob.BlobWriter;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import dev.cairn.job.StoredFile;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** One file on its way to the disk. Blocking; one thread at a time. */
final class Incoming implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Incoming.class);

  private final BlobWriter writer;
  private final long most;
  private final ByteArrayOutputStream prefix = new ByteArrayOutputStream();

  /**
   * @param most largest size allowed
   */
  Incoming(BlobWriter writer, long most) {
    this.writer = writer;
    this.most = most;
  }

  void write(List<Buffer> batch) throws IOException {
    for (Buffer buffer : batch) {
      write(buffer);
    }
  }

  private void write(Buffer buffer) throws IOException {
    if (writer.size() + buffer.length() > most) {
      throw tooLarge(most);
    }
    int wanted = Math.min(buffer.length(), MediaTypes.PREFIX - prefix.size());
    prefix.writeBytes(buffer.getBytes(0, wanted));
    writer.write(ByteBuffer.wrap(buffer.getBytes()));
  }

  StoredFile finish(String name, Optional<String> declaredType) throws IOException {
    String mediaType = MediaTypes.of(prefix.toByteArray(), name, declaredType);
    return new StoredFile(name, mediaType, writer.finish(), writer.size());
  }

  /** Throws the bytes away, unless they are whole. */
  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      LOG.warnf("An unfinished upload can't be removed: %s", e.getMessage());
    }
  }

  static ProblemException tooLarge(long most) {
    return ProblemException.permanent(
        Problem.of(
            "upload-too-large",
            "The upload is larger than this server takes",
            413,
            "An upload may have at most " + most + " bytes."));
  }
}
