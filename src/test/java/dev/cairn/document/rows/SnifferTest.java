package dev.cairn.document.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.document.Bytes;
import dev.cairn.document.Compression;
import dev.cairn.document.Expansion;
import dev.cairn.document.HeldBytes;
import dev.cairn.document.LocalBytes;
import dev.cairn.document.rows.RowFormat.Kind;
import dev.cairn.job.ProblemException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnifferTest {

  @Test
  void contentComesBeforeTheName() throws IOException {
    assertThat(sniffed("x.csv", "{\"a\":1}\n{\"a\":2}\n")).isInstanceOf(RowFormat.Jsonl.class);
    assertThat(sniffed("x.json", "{\"a\":1}\n{\"a\":2}\n")).isInstanceOf(RowFormat.Jsonl.class);
    assertThat(sniffed("x.jsonl", "[{\"a\":1}]")).isInstanceOf(RowFormat.Jsonl.class);
    assertThat(sniffed("x.txt", "[{\"a\":1}]")).isInstanceOf(RowFormat.Json.class);
    assertThat(sniffed("x", "{\n \"rows\": [\n {\"a\":1}\n ]\n}\n"))
        .isInstanceOf(RowFormat.Json.class);
    assertThat(sniffed("x", "a;b\n1,5;2\n2,5;3\n"))
        .isEqualTo(new RowFormat.Csv(List.of(), Encoding.UTF_8, ';', '"', true));
    assertThat(sniffed("x.tsv", "name\none\ntwo\n"))
        .isEqualTo(new RowFormat.Csv(List.of(), Encoding.UTF_8, '\t', '"', true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'a,b\n1,2\n3,4\n';true",
        "'1,2\n3,4\n';false",
        "'a,b\nc,d\na,e\n';false",
        "'a,b\nc,d\ne,f\n';true",
        "'country,1990,1991,1992\nx,1,2,3\n';true",
        "'2026-01-01,5\n2026-01-02,6\n';false",
        "'a,b\n';true",
        "'1,2\n';false"
      })
  void aHeaderIsToldFromData(String text, boolean header) throws IOException {
    assertThat(((RowFormat.Csv) sniffed("x.csv", text)).header()).isEqualTo(header);
  }

  @Test
  void theCallerKnowsBetter() throws IOException {
    HeldBytes bytes = HeldBytes.of("x.csv", "a;b,c\n1;2,3\n");
    Hints.Dialect dialect = new Hints.Dialect(',', '\'', false);
    assertThat(Hand.sniffed(bytes, Hints.NONE.with(dialect).with(Encoding.WINDOWS_1252)))
        .isEqualTo(new RowFormat.Csv(List.of(), Encoding.WINDOWS_1252, ',', '\'', false));
    assertThat(Hand.sniffed(bytes, Hints.NONE.with(Kind.JSONL)))
        .isEqualTo(new RowFormat.Jsonl(List.of(), Encoding.UTF_8));
    HeldBytes json = HeldBytes.of("x.json", "{\"a\":[{\"b\":1}]}");
    assertThat(Hand.sniffed(json, Hints.NONE.withField("a")))
        .isEqualTo(new RowFormat.Json(List.of(), Encoding.UTF_8, "a"));
  }

  @Test
  void anEncodingIsFoundFarBehindTheBeginning() throws IOException {
    String text = "a,b\n" + "1,2\n".repeat(200_000) + "é,ü\n".repeat(100_000);
    assertThat(((RowFormat.Csv) Hand.sniffed(HeldBytes.of("x.csv", text))).encoding())
        .isEqualTo(Encoding.UTF_8);
    HeldBytes old = HeldBytes.of("x.csv", text, Charset.forName("windows-1252"));
    assertThat(((RowFormat.Csv) Hand.sniffed(old)).encoding()).isEqualTo(Encoding.WINDOWS_1252);
  }

  @ParameterizedTest
  @CsvSource({
    "hostile/bomb_quine.gz, packed-too-deep",
    "hostile/bomb_droste.zip, unsupported-format",
    "hostile/zip_corrupted_oom.zip, corrupt-document",
    "hostile/zero_byte.json, empty-document",
    "hostile/encrypted_passtika.docx, encrypted-document",
    "../datasets/xlsx/encrypted_passtika.xlsx, encrypted-document",
    "hostile/truncated.docx, corrupt-document",
    "pdf/de_geotopo.pdf, unsupported-format",
    "md/it_oss_legal.md, unsupported-format",
    "html/en_wiki_duck.html, unsupported-format",
    "docx/en_word_sample.docx, unsupported-format"
  })
  @Timeout(10)
  void whatHasNoRowsSaysWhy(String file, String kind) throws IOException {
    Bytes bytes = LocalBytes.of(HeldBytes.data().resolve("documents").resolve(file));
    Sniffed sniffed = Sniffer.sniff(bytes);
    assertThat(sniffed)
        .isInstanceOfSatisfying(
            Sniffed.NotRows.class, none -> assertThat(none.why().kind()).isEqualTo(kind));
  }

  @Test
  void documentsAreNotTakenForTables() throws IOException {
    for (String folder : List.of("md", "html", "pdf", "docx", "pptx", "odt", "epub")) {
      try (Stream<Path> files = Files.list(HeldBytes.data().resolve("documents/" + folder))) {
        for (Path file : files.toList()) {
          assertThat(Sniffer.sniff(LocalBytes.of(file)))
              .as(file.toString())
              .isInstanceOf(Sniffed.NotRows.class);
        }
      }
    }
  }

  @Test
  void whatUnpacksToTooMuchEndsWithTheReason() throws IOException {
    byte[] packed =
        Hand.packed(
            ("a\n" + "x\n".repeat(2_000_000)).getBytes(java.nio.charset.StandardCharsets.UTF_8),
            Compression.GZIP);
    Limits tight = new Limits(1_000, 5, 5, new Expansion(100, 100_000, 1L << 40, 2));
    HeldBytes bytes = HeldBytes.of("x.csv.gz", packed);
    assertThatThrownBy(() -> Hand.rows(bytes, Hand.sniffed(bytes), Position.START, tight))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo("unpacks-too-large"));
  }

  @Test
  void membersOfAGzipFollowEachOther() throws IOException {
    byte[] one =
        Hand.packed(
            "a,b\n1,2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), Compression.GZIP);
    byte[] two =
        Hand.packed("3,4\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), Compression.GZIP);
    byte[] both = java.util.Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    assertThat(Hand.rows(HeldBytes.of("x.csv.gz", both).dripping(1))).hasSize(2);
  }

  private static RowFormat sniffed(String name, String text) throws IOException {
    return Hand.stored(Hand.sniffed(HeldBytes.of(name, text)), RowFormat.class);
  }
}
