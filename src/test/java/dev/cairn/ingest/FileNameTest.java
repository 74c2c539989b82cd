package dev.cairn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FileNameTest {

  @Property
  void anyNameBecomesAPlainOne(@ForAll String given) {
    String name = FileName.clean(given);
    assertThat(name).isNotBlank().hasSizeLessThanOrEqualTo(255);
    assertThat(name).doesNotContain("/", "\\", "\u0000", "\n").isNotIn(".", "..");
    assertThat(FileName.clean(name)).isEqualTo(name);
  }

  @Example
  void foldersAreDropped() {
    assertThat(FileName.clean("../../etc/passwd")).isEqualTo("passwd");
    assertThat(FileName.clean("C:\\Users\\me\\a.doc")).isEqualTo("a.doc");
    assertThat(FileName.clean("folder/")).isEqualTo("upload");
  }

  @Example
  void longNamesKeepTheirExtension() {
    String name = FileName.clean("x".repeat(500) + ".pdf");
    assertThat(name).hasSize(255).endsWith(".pdf");
  }

  @Example
  void otherScriptsStay() {
    assertThat(FileName.clean("Übersicht 報告 😀.md")).isEqualTo("Übersicht 報告 😀.md");
  }
}
