package dev.cairn.document;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Opens packed bytes. Sizes that the bytes tell of themselves are not believed: what comes out is
 * counted against what went in.
 */
public final class Unpacking {

  private static final int BUFFER = 1 << 16;

  private Unpacking() {}

  /**
   * The unpacked bytes, from the first.
   *
   * @param packing from the outermost to the innermost; may be empty
   * @throws ProblemException while reading, when the bytes are damaged or grow beyond the limits
   * @throws IOException when the bytes can't be had
   */
  public static InputStream open(Bytes bytes, List<Compression> packing, Expansion limits)
      throws IOException {
    return packing.isEmpty() ? bytes.open(0) : over(bytes.open(0), packing, limits);
  }

  /** The same over a stream, which is closed with the answer, or when there is none. */
  public static InputStream over(InputStream packed, List<Compression> packing, Expansion limits)
      throws IOException {
    if (packing.size() > limits.depth()) {
      packed.close();
      throw tooDeep(limits);
    }
    PackedInput counted = new PackedInput(packed);
    InputStream in = counted;
    try {
      for (Compression compression : packing) {
        in = unpacked(counted, in, compression);
      }
    } catch (IOException | RuntimeException e) {
      packed.close();
      throw e;
    }
    return new UnpackedInput(in, counted, limits);
  }

  /** Copies the unpacked bytes into a file that is to be deleted by the caller. */
  public static Path intoFile(Bytes bytes, List<Compression> packing, Expansion limits)
      throws IOException {
    Path file = Files.createTempFile("cairn-unpacked", null);
    try (InputStream in = open(bytes, packing, limits);
        var out = Files.newOutputStream(file)) {
      in.transferTo(out);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return file;
  }

  /** There are more packings inside each other than are opened. */
  public static ProblemException tooDeep(Expansion limits) {
    return ProblemException.permanent(
        Problem.of(
            "packed-too-deep",
            "Too many packings inside each other",
            422,
            "The bytes are packed more than %d times inside each other."
                .formatted(limits.depth())));
  }

  private static InputStream unpacked(PackedInput source, InputStream in, Compression compression)
      throws IOException {
    try {
      return switch (compression) {
        // It asks available() whether another member follows; only our own streams tell the truth.
        case GZIP -> new GZIPInputStream(in == source ? in : new PackedInput(in), BUFFER);
        // Windows beyond 128 MiB are refused by the library: a header alone can't take more memory.
        case ZSTD -> new ZstdInputStreamNoFinalizer(in);
      };
    } catch (IOException e) {
      throw source.explain(e);
    }
  }
}
