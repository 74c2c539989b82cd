package dev.cairn.document.rows;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.document.Compression;
import dev.cairn.document.Expansion;
import dev.cairn.document.HeldBytes;
import dev.cairn.document.LocalBytes;
import dev.cairn.document.archive.ArchiveFormat;
import dev.cairn.document.archive.ArchiveLimits;
import dev.cairn.document.archive.ArchiveReader;
import dev.cairn.document.archive.ArchiveSniffer;
import dev.cairn.document.archive.Member;
import dev.cairn.job.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Reads damaged bytes for a while, in a process that may crash. Whatever happens but rows, a {@link
 * ProblemException} or an {@link IOException} is told with the input.
 */
final class FuzzChild {

  private static final Limits LIMITS =
      new Limits(4_096, 5, 50, new Expansion(50, 1 << 20, 1 << 24, 2));
  private static final ArchiveLimits ARCHIVES =
      new ArchiveLimits(1_000, 3, new Expansion(50, 1 << 20, 1 << 24, 2));

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final String[] PIECES = {
    "\"",
    ",",
    "\n",
    "\r",
    "{",
    "}",
    "[",
    "]",
    ":",
    "\\u12",
    "\\",
    "1e9",
    "-0",
    "0.",
    "null",
    "PK\3\4",
    "\0",
    "é",
    "\uFEFF",
    "<row r=\"1\">",
    "<c r=\"ZZZZZZ1\">",
    "t=\"s\"",
    "<v>99999999</v>",
    "PAR1"
  };

  private final Random random;
  private final Path file;

  private FuzzChild(long seed, Path file) {
    this.random = new Random(seed);
    this.file = file;
  }

  /** Takes a target, seconds and a seed. */
  public static void main(String[] args) throws Exception {
    Path file = Files.createTempFile("fuzz", null);
    try {
      long tries =
          new FuzzChild(Long.parseLong(args[2]), file).run(args[0], Long.parseLong(args[1]));
      System.out.println("fine after some tries: " + (tries > 0));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private long run(String target, long seconds) throws Exception {
    List<byte[]> seeds = seeds(target);
    long until = System.nanoTime() + seconds * 1_000_000_000L;
    long tries = 0;
    while (System.nanoTime() < until) {
      byte[] input = damaged(seeds.get(random.nextInt(seeds.size())));
      try {
        one(target, input);
      } catch (ProblemException | IOException e) {
        // These are the answers that are allowed.
      } catch (Throwable e) {
        System.out.println(Base64.getEncoder().encodeToString(input));
        throw e;
      }
      tries++;
    }
    System.err.println(target + ": " + tries + " tries");
    return tries;
  }

  private void one(String target, byte[] input) throws IOException {
    switch (target) {
      case "json-oracle" -> oracle(input);
      case "archive" -> archive(input);
      case "parquet", "xlsx" -> {
        Files.write(file, input);
        rows(LocalBytes.of("x." + target, file));
      }
      default -> rows(HeldBytes.of("x." + target, input));
    }
  }

  private static void rows(dev.cairn.document.Bytes bytes) throws IOException {
    if (Sniffer.sniff(bytes, Hints.NONE, LIMITS) instanceof Sniffed.Rows found) {
      for (Row row : Hand.rows(bytes, found.format(), Position.START, LIMITS)) {
        if (row instanceof Row.Good good) {
          Hand.JSON.readTree(RowJson.line(good));
        }
      }
    }
  }

  private void archive(byte[] input) throws IOException {
    Files.write(file, input);
    LocalBytes bytes = LocalBytes.of(file);
    Optional<ArchiveFormat> format = ArchiveSniffer.sniff(bytes, ARCHIVES);
    if (format.isPresent()) {
      try (ArchiveReader reader = ArchiveReader.open(bytes, format.get(), 0, ARCHIVES)) {
        for (Member member = reader.next(); member != null; member = reader.next()) {
          if (member instanceof Member.File inside) {
            inside.content().transferTo(java.io.OutputStream.nullOutputStream());
          }
        }
      }
    }
  }

  /** Ours takes what Jackson takes, and the same of it. */
  private static void oracle(byte[] input) throws IOException {
    boolean marked = new String(input, StandardCharsets.UTF_8).startsWith("\uFEFF");
    if (marked || !Utf8.valid(input, 0, input.length)) {
      // Passing a mark is the window's task, and Jackson takes some invalid bytes.
      return;
    }
    @Nullable JsonNode theirs;
    try {
      theirs = theirs(input);
    } catch (NumberFormatException e) {
      // Jackson's own way with exponents beyond all use.
      return;
    }
    JsonObjects objects = new JsonObjects(Limits.DEFAULT);
    List<@Nullable Object> ours;
    try {
      ours = objects.whole(input, 0, input.length);
    } catch (FlawException e) {
      if (theirs != null && theirs.isObject()) {
        throw new AssertionError("only Jackson takes it: " + e.getMessage());
      }
      return;
    }
    Row.Good row = new Row.Good(1, 1, null, objects.names(), ours);
    if (theirs == null
        || !STRICT
            .readTree(RowJson.line(row))
            .equals(STRICT.readTree(STRICT.writeValueAsBytes(theirs)))) {
      compare(theirs, row);
    }
  }

  /** By text alone, numbers differ by how they are written. */
  private static void compare(@Nullable JsonNode theirs, Row.Good row) throws IOException {
    JsonNode ours = STRICT.readTree(RowJson.line(row));
    boolean same =
        theirs != null
            && ours.equals(
                (one, other) ->
                    one.isNumber() && other.isNumber()
                        ? one.decimalValue().compareTo(other.decimalValue())
                        : one.equals(other) ? 0 : 1,
                theirs);
    if (!same) {
      throw new AssertionError("Jackson has " + theirs + ", ours is " + ours);
    }
  }

  private static @Nullable JsonNode theirs(byte[] input) {
    try {
      return STRICT.readTree(input);
    } catch (IOException e) {
      return null;
    }
  }

  private byte[] damaged(byte[] seed) {
    byte[] input = seed.clone();
    int changes = random.nextInt(8);
    for (int change = 0; change < changes; change++) {
      input = change(input);
    }
    return input;
  }

  private byte[] change(byte[] input) {
    int at = input.length == 0 ? 0 : random.nextInt(input.length);
    switch (random.nextInt(5)) {
      case 0 -> {
        return input.length == 0 ? input : java.util.Arrays.copyOf(input, at);
      }
      case 1 -> {
        return joined(
            input, at, PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8), at);
      }
      case 2 -> {
        int end = Math.min(input.length, at + random.nextInt(40));
        return joined(input, at, new byte[0], end);
      }
      case 3 -> {
        int end = Math.min(input.length, at + random.nextInt(40));
        return joined(input, at, java.util.Arrays.copyOfRange(input, at, end), at);
      }
      default -> {
        if (input.length > 0) {
          input[at] = (byte) random.nextInt(256);
        }
        return input;
      }
    }
  }

  private static byte[] joined(byte[] input, int end, byte[] middle, int start) {
    byte[] all = new byte[end + middle.length + input.length - start];
    System.arraycopy(input, 0, all, 0, end);
    System.arraycopy(middle, 0, all, end, middle.length);
    System.arraycopy(input, start, all, end + middle.length, input.length - start);
    return all;
  }

  private static List<byte[]> seeds(String target) throws Exception {
    String csv = "a,b,c\n1,\"x, \"\"y\"\"\n\",2.5\r\n3,é,😀\n";
    String json =
        "{\"a\":1,\"b\":[true,null,-2.50e3,\"\\u00e9\\n\"],\"c\":{\"d\":\"😀\"},\"e\":12345678901234567890}";
    String lines = json + "\n" + json + "\r\n\n{\"a\":2}\n";
    List<byte[]> seeds = new ArrayList<>();
    switch (target) {
      case "csv" -> texts(seeds, csv);
      case "jsonl" -> texts(seeds, lines);
      case "json" -> texts(seeds, "{\"n\":3,\"rows\":[" + json + "," + json + "]}");
      case "json-oracle" -> seeds.add(json.getBytes(StandardCharsets.UTF_8));
      case "xlsx" -> seeds.add(FormatsTest.xlsx(3));
      case "parquet" -> seeds.add(ParquetFiles.numbered(20));
      default -> archives(seeds);
    }
    return seeds;
  }

  private static void texts(List<byte[]> seeds, String text) throws IOException {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    seeds.add(plain);
    seeds.add(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
    seeds.add(text.getBytes(StandardCharsets.UTF_16BE));
    seeds.add(Hand.packed(plain, Compression.GZIP));
    seeds.add(Hand.packed(Hand.packed(plain, Compression.ZSTD), Compression.GZIP));
  }

  private static void archives(List<byte[]> seeds) throws IOException {
    Path hostile = HeldBytes.data().resolve("documents/hostile");
    for (String name :
        List.of(
            "encrypted.zip",
            "zip_corrupted_oom.zip",
            "zip_with_zero_byte_entry.zip",
            "bomb_quine.gz")) {
      seeds.add(Files.readAllBytes(hostile.resolve(name)));
    }
    seeds.addAll(dev.cairn.document.archive.ArchiveSeeds.all());
  }
}
