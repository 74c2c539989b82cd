package dev.cairn.postgres;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where Cairn keeps things on this machine, by the rules of the XDG Base Directory Specification: a
 * variable that is empty or relative counts as not set.
 *
 * @param home data that must not be lost: {@code $CAIRN_HOME}, else {@code cairn} in the XDG data
 *     folder
 * @param cache what can be made again: {@code cairn} in the XDG cache folder
 */
public record Folders(Path home, Path cache) {

  /** The folders for this process. */
  public static Folders ofThisProcess() {
    return of(System.getenv(), Path.of(System.getProperty("user.home", "/")));
  }

  static Folders of(Map<String, String> environment, Path userHome) {
    String chosen = environment.getOrDefault("CAIRN_HOME", "");
    Path home =
        chosen.isBlank()
            ? xdg(environment.get("XDG_DATA_HOME"), userHome.resolve(".local/share"))
            : Path.of(chosen).toAbsolutePath().normalize();
    return new Folders(home, xdg(environment.get("XDG_CACHE_HOME"), userHome.resolve(".cache")));
  }

  private static Path xdg(@Nullable String value, Path otherwise) {
    boolean usable = value != null && !value.isBlank() && Path.of(value).isAbsolute();
    return (usable ? Path.of(value) : otherwise).resolve("cairn");
  }
}
