package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be done: files, parameters, and whether it was asked for before. */
class WorkTest {

  private static final Json SCHEMA =
      Json.parse(
          """
          {"properties":{"size":{"type":"integer","minimum":16,"maximum":8192},
                         "ratio":{"type":"number"},
                         "tables":{"type":"boolean"},
                         "word":{"type":"string"},
                         "tokenizer":{"type":"string","enum":["cl100k_base","o200k_base"]}}}
          """);

  @TempDir private Path folder = Path.of("");

  private static String typed(String name, String value) {
    return new ParamTypes("chunk", SCHEMA).typed(Map.of(name, value)).write();
  }

  @Test
  void parametersHaveTheTypesOfTheSchema() {
    assertThat(typed("size", "0800")).isEqualTo("{\"size\":800}");
    assertThat(typed("ratio", "-0.5")).isEqualTo("{\"ratio\":-0.5}");
    assertThat(typed("tables", "false")).isEqualTo("{\"tables\":false}");
    assertThat(typed("word", "12")).isEqualTo("{\"word\":\"12\"}");
    assertThat(typed("tokenizer", "o200k_base")).isEqualTo("{\"tokenizer\":\"o200k_base\"}");
  }

  @Test
  void parametersThatArePlainlyWrongAreUsageErrors() {
    refuses("size", "many", "parameter size must be a whole number: 'many'");
    refuses("size", "5", "parameter size must be 16 to 8192: 5");
    refuses("ratio", "half", "parameter ratio must be a number: 'half'");
    refuses("tables", "yes", "parameter tables must be true or false: 'yes'");
    refuses("tokenizer", "x", "parameter tokenizer must be one of cl100k_base, o200k_base: 'x'");
    refuses(
        "sise",
        "1",
        "pipeline chunk has no parameter 'sise'; it has: size, ratio, tables, word, tokenizer");
  }

  private static void refuses(String name, String value, String line) {
    assertThatThrownBy(() -> typed(name, value))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
              assertThat(failure.line()).isEqualTo(line);
            });
  }

  @Test
  void withoutASchemaParametersAreWhatTheyLookLike() {
    ParamTypes types = new ParamTypes("chunk", Json.Word.NULL);
    assertThat(types.typed(Map.of("a", "12")).write()).isEqualTo("{\"a\":12}");
    assertThat(types.typed(Map.of("a", "twelve")).write()).isEqualTo("{\"a\":\"twelve\"}");
  }

  @Test
  void foldersAreWalkedInOrderWithoutHiddenEntriesAndEachFileIsTakenOnce() throws IOException {
    file("in/b.txt");
    file("in/a/z.txt");
    file("in/.hidden");
    file("in/.git/config");
    file("single.txt");
    Files.createSymbolicLink(folder.resolve("in/round"), folder.resolve("in"));
    List<InputFile> files =
        InputFiles.expand(
            folder, List.of(Path.of("single.txt"), Path.of("in"), Path.of("in/b.txt")));
    assertThat(files.stream().map(InputFile::name))
        .containsExactly("single.txt", "in/a/z.txt", "in/b.txt");
  }

  @Test
  void aPatternThatNoShellHasSeenNamesTheFilesThatMatch() throws IOException {
    file("in/b.txt");
    file("in/a.txt");
    file("in/c.pdf");
    file("in/deep/d.txt");
    assertThat(names("in/*.txt")).containsExactly("a.txt", "b.txt");
    assertThat(names("in/**.txt")).containsExactly("a.txt", "b.txt", "d.txt");
    assertThatThrownBy(() -> names("in/*.docx")).hasMessage("no file matches in/*.docx");
    assertThatThrownBy(() -> names("out/*.txt")).hasMessage("no such file: out/*.txt");
  }

  private List<String> names(String pattern) {
    return InputFiles.expand(folder, List.of(Path.of(pattern))).stream()
        .map(InputFile::name)
        .toList();
  }

  @Test
  void filesThatAreMissingAndFoldersThatAreEmptyAreUsageErrors() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    assertThatThrownBy(() -> InputFiles.expand(folder, List.of(Path.of("nothing.pdf"))))
        .hasMessage("no such file: nothing.pdf");
    assertThatThrownBy(() -> InputFiles.expand(folder, List.of(Path.of("empty"))))
        .hasMessage("no files in empty");
  }

  @Test
  void theSameWorkHasTheSameFingerprintInWhateverOrderItIsNamed() throws IOException {
    file("a.txt");
    file("b.txt");
    assertThat(print(Map.of("size", "800", "overlap", "10"), "a.txt", "b.txt"))
        .startsWith("run-")
        .hasSize(68)
        .isEqualTo(print(Map.of("overlap", "10", "size", "800"), "b.txt", "./a.txt"));
  }

  @Test
  void otherWorkHasAnotherFingerprint() throws IOException {
    Path a = file("a.txt");
    file("b.txt");
    String before = print(Map.of(), "a.txt");
    assertThat(print(Map.of(), "a.txt", "b.txt")).isNotEqualTo(before);
    assertThat(print(Map.of("size", "1"), "a.txt")).isNotEqualTo(before);
    Files.setLastModifiedTime(a, FileTime.fromMillis(1));
    assertThat(print(Map.of(), "a.txt")).isNotEqualTo(before);
  }

  private String print(Map<String, String> params, String... names) {
    List<Path> paths = List.of(names).stream().map(Path::of).toList();
    return Fingerprint.of("chunk", params, InputFiles.expand(folder, paths));
  }

  private Path file(String name) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, "text of " + name);
  }
}
