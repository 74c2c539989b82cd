package dev.cairn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldersTest {
  private static final Path USER = Path.of("/home/ada");

  @Test
  void withoutVariablesTheyAreInTheUsersHome() {
    Folders folders = Folders.of(Map.of(), USER);
    assertThat(folders.home()).hasToString("/home/ada/.local/share/cairn");
    assertThat(folders.cache()).hasToString("/home/ada/.cache/cairn");
  }

  @Test
  void theXdgVariablesMoveThem() {
    Folders folders = Folders.of(Map.of("XDG_DATA_HOME", "/data", "XDG_CACHE_HOME", "/fast"), USER);
    assertThat(folders).isEqualTo(new Folders(Path.of("/data/cairn"), Path.of("/fast/cairn")));
  }

  @Test
  void anEmptyOrRelativeVariableCountsAsNotSet() {
    Map<String, String> environment =
        Map.of("CAIRN_HOME", " ", "XDG_DATA_HOME", "data", "XDG_CACHE_HOME", "");
    assertThat(Folders.of(environment, USER)).isEqualTo(Folders.of(Map.of(), USER));
  }

  @Test
  void cairnHomeWinsAndMayBeRelative() {
    Map<String, String> environment = Map.of("CAIRN_HOME", "here", "XDG_DATA_HOME", "/data");
    assertThat(Folders.of(environment, USER).home()).isEqualTo(Path.of("here").toAbsolutePath());
  }
}
