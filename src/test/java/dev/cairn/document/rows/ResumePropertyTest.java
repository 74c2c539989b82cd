package dev.cairn.document.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.document.Compression;
import dev.cairn.document.Expansion;
import dev.cairn.document.HeldBytes;
import dev.cairn.job.ProblemException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Who goes on at a position gives exactly the rows that come behind it. */
class ResumePropertyTest {

  /** Small, so that rows too long are met. */
  private static final Limits LIMITS = new Limits(48, 3, 6, Expansion.DEFAULT);

  @Provide
  Arbitrary<String> csv() {
    return pieces("a", "1", ",", ",", "\"", "\"x\"", "\"\"", "\n", "\n", "\r\n", "\r", "é", "😀");
  }

  @Provide
  Arbitrary<String> jsonl() {
    return pieces(
        "{\"a\":1}",
        "{\"b\":\"é\"}",
        "{\"c\":[[[[1]]]]}",
        "{",
        "}",
        "\"",
        "\n",
        "\n",
        "\r\n",
        " ",
        "{\"a\":\"0123456789012345678901234567890123456789\"}",
        "😀",
        "nul");
  }

  @Provide
  Arbitrary<String> array() {
    return pieces(
            "{\"a\":1},",
            "{\"b\":\"é\"},\n",
            "{\"c\":[[[[1]]]]},",
            "{\"a\":NaN},",
            "\"s\",",
            "{",
            "{\"a\":\"0123456789012345678901234567890123456789\\\"\"},",
            " ",
            "😀",
            "[1],",
            ",")
        .map(rows -> "[" + rows + "{\"z\":1}]");
  }

  private static Arbitrary<String> pieces(String... pieces) {
    return Arbitraries.of(pieces).list().ofMaxSize(40).map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<Encoding> encodings() {
    return Arbitraries.of(Encoding.values());
  }

  @Property(tries = 400)
  void csvGoesOn(
      @ForAll("csv") String text,
      @ForAll("encodings") Encoding encoding,
      @ForAll @IntRange(min = 1, max = 9) int piece)
      throws IOException {
    goesOnEverywhere(
        held(text, encoding, piece), new RowFormat.Csv(List.of(), encoding, ',', '"', true));
    goesOnEverywhere(
        held(text, encoding, piece), new RowFormat.Csv(List.of(), encoding, ',', '"', false));
  }

  @Property(tries = 400)
  void jsonLinesGoOn(
      @ForAll("jsonl") String text,
      @ForAll("encodings") Encoding encoding,
      @ForAll @IntRange(min = 1, max = 9) int piece)
      throws IOException {
    goesOnEverywhere(held(text, encoding, piece), new RowFormat.Jsonl(List.of(), encoding));
  }

  @Property(tries = 400)
  void anArrayGoesOn(
      @ForAll("array") String text,
      @ForAll("encodings") Encoding encoding,
      @ForAll @IntRange(min = 1, max = 9) int piece)
      throws IOException {
    goesOnEverywhere(held(text, encoding, piece), new RowFormat.Json(List.of(), encoding, null));
    goesOnEverywhere(
        held("{\"m\":1,\"d\":" + text + "}", encoding, piece),
        new RowFormat.Json(List.of(), encoding, "d"));
  }

  @Property(tries = 60)
  void whatIsPackedGoesOn(@ForAll("csv") String text, @ForAll("encodings") Encoding encoding)
      throws IOException {
    for (Compression packing : Compression.values()) {
      byte[] packed = Hand.packed(text.getBytes(charset(encoding)), packing);
      goesOnEverywhere(
          HeldBytes.of("x", packed), new RowFormat.Csv(List.of(packing), encoding, ',', '"', true));
    }
  }

  @Property(tries = 6)
  void aSheetAndAParquetFileGoOn(@ForAll @IntRange(min = 0, max = 12) int rows) throws Exception {
    goesOnEverywhere(
        HeldBytes.of("x.xlsx", FormatsTest.xlsx(rows)),
        new RowFormat.Xlsx(List.of(), "data", 1, 3));
    goesOnEverywhere(
        HeldBytes.of("x.xlsx", FormatsTest.xlsx(rows)),
        new RowFormat.Xlsx(List.of(), "data", 0, 3));
    goesOnEverywhere(
        HeldBytes.of("x.parquet", ParquetFiles.numbered(rows)), new RowFormat.Parquet(List.of()));
  }

  private static HeldBytes held(String text, Encoding encoding, int piece) {
    return HeldBytes.of("x", text, charset(encoding)).dripping(piece);
  }

  private static Charset charset(Encoding encoding) {
    return switch (encoding) {
      case UTF_8 -> StandardCharsets.UTF_8;
      case UTF_16LE -> StandardCharsets.UTF_16LE;
      case UTF_16BE -> StandardCharsets.UTF_16BE;
      case WINDOWS_1252 -> Charset.forName("windows-1252");
    };
  }

  private static void goesOnEverywhere(HeldBytes bytes, RowFormat format) throws IOException {
    List<String> all = new ArrayList<>();
    List<Position> positions = new ArrayList<>();
    try (RowReader reader = RowReaders.open(bytes, format, Position.START, LIMITS)) {
      positions.add(reader.position());
      for (Row row = reader.next(); row != null; row = reader.next()) {
        all.add(whole(row));
        positions.add(reader.position());
      }
      positions.add(reader.position());
    } catch (ProblemException e) {
      return;
    }
    for (int cut = 0; cut < positions.size(); cut++) {
      List<String> rest =
          Hand.rows(bytes, format, Hand.stored(positions.get(cut)), LIMITS).stream()
              .map(ResumePropertyTest::whole)
              .toList();
      assertThat(rest).isEqualTo(all.subList(Math.min(cut, all.size()), all.size()));
    }
  }

  /** All there is to a row. */
  private static String whole(Row row) {
    @Nullable Span span = row.span();
    return row.number() + " " + row.line() + " " + span + " " + Hand.brief(row);
  }
}
