package dev.cairn.pipeline.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.document.text.ExtractedText;
import dev.cairn.document.text.TextExtractor;
import dev.cairn.job.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are: text, or a true reason, soon, without a stack trace. */
class HostileDocumentTest {

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("bomb_droste.zip", "unsupported-format"),
          Map.entry("bomb_quine.gz", "unsupported-format"),
          Map.entry("corrupt_not_a_zip.odt", "corrupt-document"),
          Map.entry("encrypted.zip", "unsupported-format"),
          Map.entry("encrypted_4spaces.pdf", "encrypted-document"),
          Map.entry("encrypted_libreoffice_password.pdf", "encrypted-document"),
          Map.entry("encrypted_passtika.docx", "encrypted-document"),
          Map.entry("encrypted_testODT.odt", "encrypted-document"),
          Map.entry("encrypted_unicode_password.pdf", "encrypted-document"),
          Map.entry("invisible_text_layer.pdf", "text"),
          Map.entry("malformed_xfa.pdf", "no-text"),
          Map.entry("truncated.docx", "corrupt-document"),
          Map.entry("zero_byte.json", "empty-document"),
          Map.entry("zip_corrupted_oom.zip", "unsupported-format"),
          Map.entry("zip_with_zero_byte_entry.zip", "unsupported-format"));

  static Stream<Path> hostile() throws IOException {
    try (Stream<Path> files = Files.list(Run.documents().resolve("hostile"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void everyHostileFileHasItsReason(Path file) throws Exception {
    String name = file.getFileName().toString();
    assertThat(outcome(name, Files.readAllBytes(file))).isEqualTo(REASONS.get(name));
  }

  @Test
  void aScanWithoutATextLayerSaysSo() throws Exception {
    Path scan = Run.documents().resolve("pdf/en_scanned_ocr_test.pdf");
    assertThat(outcome("scan.pdf", Files.readAllBytes(scan))).isEqualTo("no-text");
  }

  @Test
  void textThatNobodySeesIsLeftOutBesideTextThatOneSees() throws Exception {
    Path file = Run.documents().resolve("hostile/invisible_text_layer.pdf");
    assertThat(extract("a.pdf", Files.readAllBytes(file)).text()).isEqualTo("Visible heading line");
  }

  @Test
  void aTextOf200MegabytesInOneLineIsTooLargeAndNeverHeld() {
    TextExtractor.Source endless = () -> new Repeated("no line ends here ", 200L << 20);
    assertThatThrownBy(() -> TextExtractor.extract("long.txt", "text/plain", endless))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo("document-too-large"));
  }

  @Test
  void everyCutOfAContainerIsDamagedRatherThanACrash() throws Exception {
    byte[] whole = Files.readAllBytes(Path.of("samples/hitos.docx"));
    for (int length = whole.length / 7; length < whole.length; length += whole.length / 7) {
      String outcome = outcome("cut.docx", Arrays.copyOf(whole, length));
      assertThat(outcome).isIn("corrupt-document", "unsupported-format");
    }
  }

  @Test
  void everyCutOfAPdfIsDamagedOrGivesWhatIsLeft() throws Exception {
    byte[] whole = Files.readAllBytes(Path.of("samples/ridge-path-report.pdf"));
    for (int length = whole.length / 7; length < whole.length; length += whole.length / 7) {
      assertThat(outcome("cut.pdf", Arrays.copyOf(whole, length)))
          .isIn("corrupt-document", "no-text", "text");
    }
  }

  @Test
  void aDocumentThatUnpacksToAFloodIsTooLarge() throws Exception {
    byte[] bomb = docx("<w:p><w:r><w:t>", 60 << 20);
    assertThat(outcome("bomb.docx", bomb)).isEqualTo("document-too-large");
  }

  @Test
  void entitiesOfOtherFilesAreNotRead() throws Exception {
    String content =
        "<?xml version=\"1.0\"?><!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
            + "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>before &x; after</p></body></html>";
    String text = extract("x.xhtml", content.getBytes(StandardCharsets.UTF_8)).text();
    assertThat(text).contains("before").doesNotContain("root:");
  }

  @Test
  void elementsAndQuotesNestedWithoutEndAreReadOrRefused() {
    String html = "<div>".repeat(100_000) + "deep";
    String quotes = ">".repeat(20_000) + " deep";
    Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          assertThat(outcome("deep.html", html.getBytes(StandardCharsets.UTF_8)))
              .isIn("text", "corrupt-document");
          assertThat(outcome("deep.md", quotes.getBytes(StandardCharsets.UTF_8)))
              .isIn("text", "corrupt-document");
        });
  }

  @Test
  void noNulAndNoHalfCharacterComesThrough() throws Exception {
    byte[] bytes = "a\u0000b &#xD800; &#0; <p>c\uFEFFd\u00ADe</p>".getBytes(StandardCharsets.UTF_8);
    String text = extract("x.html", bytes).text();
    assertThat(text).doesNotContain("\u0000").contains("cde");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
  }

  @Test
  void textIsReadInTheEncodingItHas() throws Exception {
    String text = "Über den Gipfeln herrscht Ruhe, und die Wände sind kühl geworden.";
    assertThat(extract("a.txt", text.getBytes("windows-1252")).text()).isEqualTo(text);
    assertThat(extract("a.txt", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE)).text())
        .isEqualTo(text);
    assertThat(extract("a.txt", text.getBytes(StandardCharsets.UTF_8)).text()).isEqualTo(text);
  }

  @Test
  void aTextWithoutANameIsReadAsWhatItWasDeclared() throws Exception {
    byte[] bytes = "# Stones\n\nmany *stones*".getBytes(StandardCharsets.UTF_8);
    ExtractedText text =
        TextExtractor.extract("upload", "text/markdown", () -> new ByteArrayInputStream(bytes));
    assertThat(text.info().title()).isEqualTo("Stones");
    assertThat(text.text()).endsWith("many stones");
  }

  private static String outcome(String name, byte[] bytes) throws IOException {
    try {
      return extract(name, bytes).text().isBlank() ? "blank" : "text";
    } catch (ProblemException e) {
      assertThat(e.retryable()).isFalse();
      assertThat(e.problem().status()).isEqualTo(422);
      assertThat(e.problem().detail()).doesNotContain("\n").doesNotContain("dev.cairn");
      return e.problem().kind();
    }
  }

  private static ExtractedText extract(String name, byte[] bytes) throws IOException {
    return TextExtractor.extract(name, "", () -> new ByteArrayInputStream(bytes));
  }

  private static byte[] docx(String start, int spaces) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
      zip.write(
          ("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                  + "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd."
                  + "openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>")
              .getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("_rels/.rels"));
      zip.write(
          ("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                  + "<Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/"
                  + "2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>")
              .getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("word/document.xml"));
      zip.write(start.getBytes(StandardCharsets.UTF_8));
      byte[] block = new byte[1 << 16];
      Arrays.fill(block, (byte) ' ');
      for (int written = 0; written < spaces; written += block.length) {
        zip.write(block);
      }
    }
    return bytes.toByteArray();
  }

  /** So many bytes of the same words, made as they are read. */
  private static final class Repeated extends InputStream {
    private final byte[] words;
    private long left;

    Repeated(String words, long length) {
      this.words = words.getBytes(StandardCharsets.UTF_8);
      this.left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? words[(int) (left % words.length)] : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(length, left);
      for (int at = 0; at < count; at++) {
        into[offset + at] = words[(int) (left-- % words.length)];
      }
      return count;
    }
  }
}
