package dev.cairn.document.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.cairn.document.Bytes;
import dev.cairn.document.Expansion;
import dev.cairn.document.HeldBytes;
import dev.cairn.document.LocalBytes;
import dev.cairn.job.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveReaderTest {

  private static final List<String> NAMES =
      List.of(
          "a.txt",
          "d/",
          "d/b.csv",
          "../up.txt",
          "/abs.txt",
          "C:\\x.txt",
          ".hidden",
          "d/.git/x",
          "__MACOSX/a.txt",
          "d\\win.txt",
          "ü.txt",
          "./c//d.txt");

  private static final List<String> READ =
      List.of(
          "a.txt=a.txt",
          "d/b.csv=d/b.csv",
          "../up.txt:unsafe-path",
          "/abs.txt:unsafe-path",
          "C:/x.txt:unsafe-path",
          "d/win.txt=d\\win.txt",
          "ü.txt=ü.txt",
          "c/d.txt=./c//d.txt");

  @Test
  void filesOfAZipComeCleanAndInOrder() throws IOException {
    assertThat(read(HeldBytes.of("x.zip", zip(NAMES)))).isEqualTo(READ);
  }

  @Test
  void filesOfATarComeCleanAndInOrder() throws IOException {
    byte[] tar = tar(NAMES);
    assertThat(read(HeldBytes.of("x.tar", tar))).isEqualTo(READ);
    ByteArrayOutputStream gz = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gz)) {
      out.write(tar);
    }
    assertThat(read(HeldBytes.of("x", gz.toByteArray()))).isEqualTo(READ);
    ByteArrayOutputStream zst = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(zst)) {
      out.write(tar);
    }
    assertThat(read(HeldBytes.of("x", zst.toByteArray()))).isEqualTo(READ);
  }

  @Test
  void whoGoesOnBehindAMemberGetsTheFollowing() throws IOException {
    byte[] inner = zip(List.of("x.txt", "y.txt"));
    byte[] outer =
        zip(List.of("a.txt", "in.zip", "z.txt"), List.of(new byte[1], inner, new byte[1]));
    for (byte[] archive : List.of(zip(NAMES), tar(NAMES), outer)) {
      HeldBytes bytes = HeldBytes.of("x", archive);
      List<String> all = read(bytes);
      List<Long> positions = new ArrayList<>(List.of(0L));
      try (ArchiveReader reader = open(bytes, 0)) {
        for (Member member = reader.next(); member != null; member = reader.next()) {
          positions.add(reader.position());
        }
      }
      for (int cut = 0; cut < positions.size(); cut++) {
        try (ArchiveReader reader = open(bytes, positions.get(cut))) {
          assertThat(rest(reader)).isEqualTo(all.subList(cut, all.size()));
        }
      }
    }
  }

  @Test
  void linksAndDevicesAreRefusedAndTheOthersGoOn() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/passwd");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
      tar.putArchiveEntry(new TarArchiveEntry("device", TarConstants.LF_CHR));
      tar.closeArchiveEntry();
      put(tar, "a.txt");
    }
    assertThat(read(HeldBytes.of("x", out.toByteArray())))
        .containsExactly("link:not-a-file", "device:not-a-file", "a.txt=a.txt");
  }

  @Test
  void namesWithoutAFlagAreReadAsTheyCanBe() throws IOException {
    assertThat(read(HeldBytes.of("x", zip(List.of("ü.txt"), "IBM437"))))
        .containsExactly("ü.txt=ü.txt");
    assertThat(read(HeldBytes.of("x", zip(List.of("ü.txt"), "UTF-8"))))
        .containsExactly("ü.txt=ü.txt");
  }

  @Test
  void anArchiveInAnArchiveIsGoneInto() throws IOException {
    byte[] inner = tar(List.of("x.txt"));
    byte[] outer = zip(List.of("a.txt", "d/in.tar"), List.of(new byte[] {'1'}, inner));
    assertThat(read(HeldBytes.of("x", outer))).containsExactly("a.txt=1", "d/in.tar/x.txt=x.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bomb_droste.zip",
        "zip_corrupted_oom.zip",
        "encrypted.zip",
        "bomb_quine.gz",
        "zip_with_zero_byte_entry.zip"
      })
  @Timeout(10)
  void hostileArchivesEndWithAReason(String name) throws IOException {
    Bytes bytes = LocalBytes.of(HeldBytes.data().resolve("documents/hostile/" + name));
    String all;
    try {
      all =
          ArchiveSniffer.sniff(bytes, ArchiveLimits.DEFAULT).isEmpty()
              ? "none"
              : read(bytes).toString();
    } catch (ProblemException e) {
      all = e.problem().kind();
    }
    assertThat(all)
        .contains(
            switch (name) {
              case "bomb_droste.zip" -> "archive-too-deep";
              case "encrypted.zip" -> "encrypted-document";
              case "zip_corrupted_oom.zip" -> "corrupt-document";
              case "bomb_quine.gz" -> "none";
              default -> "";
            });
  }

  @Test
  void documentsThatAreZipsAreNoArchives() throws IOException {
    for (String name :
        List.of(
            "docx/en_word_sample.docx",
            "odt/en_rich_tables_03.odt",
            "epub/en_tika_testEPUB.epub")) {
      Bytes bytes = LocalBytes.of(HeldBytes.data().resolve("documents/" + name));
      assertThat(ArchiveSniffer.sniff(bytes, ArchiveLimits.DEFAULT)).isEmpty();
    }
  }

  @Test
  void whatUnpacksToTooMuchEnds() throws IOException {
    byte[] zip = zip(List.of("a.txt"), List.of(new byte[5_000_000]));
    ArchiveLimits tight = new ArchiveLimits(10, 3, new Expansion(100, 1_000_000, 1L << 40, 2));
    HeldBytes bytes = HeldBytes.of("x", zip);
    ArchiveFormat format = ArchiveSniffer.sniff(bytes, tight).orElseThrow();
    try (ArchiveReader reader = ArchiveReader.open(bytes, format, 0, tight)) {
      assertThatThrownBy(() -> rest(reader))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().kind()).isEqualTo("unpacks-too-large"));
    }
  }

  @Test
  void aCutTarGivesWhatIsWhole() throws IOException {
    byte[] tar = tar(List.of("a.txt", "b.txt"));
    HeldBytes cut = HeldBytes.of("x", java.util.Arrays.copyOf(tar, 1_024 + 515));
    try (ArchiveReader reader = open(cut, 0)) {
      assertThat(((Member.File) java.util.Objects.requireNonNull(reader.next())).path())
          .isEqualTo("a.txt");
      assertThatThrownBy(() -> rest(reader)).isInstanceOf(ProblemException.class);
    }
  }

  private static List<String> read(Bytes bytes) throws IOException {
    try (ArchiveReader reader = open(bytes, 0)) {
      return rest(reader);
    }
  }

  private static ArchiveReader open(Bytes bytes, long after) throws IOException {
    return ArchiveReader.open(
        bytes,
        ArchiveSniffer.sniff(bytes, ArchiveLimits.DEFAULT).orElseThrow(),
        after,
        ArchiveLimits.DEFAULT);
  }

  private static List<String> rest(ArchiveReader reader) throws IOException {
    List<String> members = new ArrayList<>();
    for (Member member = reader.next(); member != null; member = reader.next()) {
      members.add(
          switch (member) {
            case Member.File file ->
                file.path() + "=" + new String(file.content().readAllBytes(), UTF_8);
            case Member.Bad bad -> bad.path() + ":" + bad.problem().kind();
          });
    }
    return members;
  }

  private static byte[] zip(List<String> names) throws IOException {
    return zip(names, "UTF-8");
  }

  private static byte[] zip(List<String> names, String charset) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
      zip.setEncoding(charset);
      zip.setUseLanguageEncodingFlag(false);
      zip.setCreateUnicodeExtraFields(ZipArchiveOutputStream.UnicodeExtraFieldPolicy.NEVER);
      for (String name : names) {
        zip.putArchiveEntry(new ZipArchiveEntry(name));
        zip.write(name.endsWith("/") ? new byte[0] : name.getBytes(UTF_8));
        zip.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }

  static byte[] zip(List<String> names, List<byte[]> contents) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
      for (int at = 0; at < names.size(); at++) {
        zip.putArchiveEntry(new ZipArchiveEntry(names.get(at)));
        zip.write(contents.get(at));
        zip.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }

  static byte[] tar(List<String> names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, 512, UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (String name : names) {
        put(tar, name);
      }
    }
    return out.toByteArray();
  }

  private static void put(TarArchiveOutputStream tar, String name) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    byte[] content = name.endsWith("/") ? new byte[0] : name.getBytes(UTF_8);
    entry.setName(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
