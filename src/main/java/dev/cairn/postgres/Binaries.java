package dev.cairn.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's programs, unpacked once for each version into the user's cache folder.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 * @param version as the server prints it, such as {@code 18.4}
 */
record Binaries(Path folder, String version) {
  /** Written last into an unpacked folder: its presence says that everything else is there. */
  private static final String VERSION_FILE = "VERSION";

  /** An unfinished folder that old belongs to nobody any more. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  String major() {
    return version.split("\\.", 2)[0];
  }

  /** The programs for this machine, unpacked now if they have not been before. */
  static Binaries in(Path cache) {
    String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    String archive = "postgres-" + platform + ".txz";
    URL url = Binaries.class.getClassLoader().getResource(archive);
    if (url == null) {
      throw new PostgresException.Unusable(
          "this Cairn brings no PostgreSQL for %s; set CAIRN_DATABASE_URL to a server of your own"
              .formatted(platform));
    }
    try {
      Path folder = cache.resolve("postgres-%s-%s".formatted(platform, fingerprint(url)));
      Path version = folder.resolve(VERSION_FILE);
      if (!Files.exists(version)) {
        unpack(url, Private.folder(cache), folder);
      }
      return new Binaries(folder, Files.readString(version).strip());
    } catch (IOException e) {
      throw new PostgresException.Unusable(
          "cannot unpack PostgreSQL into %s: %s".formatted(cache, Reason.of(e)), e);
    }
  }

  static String platform(String os, String arch) {
    String system = os.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : os;
    String processor =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> arch;
        };
    return system.toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + processor;
  }

  /** Names the archive's content without reading its 15 MB at each start: the jar knows its CRC. */
  private static String fingerprint(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    long crc =
        connection instanceof JarURLConnection jar
            ? jar.getJarEntry().getCrc()
            : connection.getContentLengthLong();
    return Long.toHexString(crc);
  }

  private static void unpack(URL url, Path cache, Path folder) throws IOException {
    removeAbandoned(cache);
    // Several servers may start at once: each unpacks for itself and the first to finish wins.
    Path unfinished = Files.createTempDirectory(cache, folder.getFileName() + ".tmp");
    try {
      try (InputStream in = new BufferedInputStream(url.openStream(), 1 << 16)) {
        Archive.unpack(in, unfinished);
      }
      Path version = unfinished.resolve(VERSION_FILE);
      Files.writeString(version, askVersion(unfinished, cache));
      Private.sync(version);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.exists(folder.resolve(VERSION_FILE))) {
        throw e;
      }
    } finally {
      remove(unfinished);
    }
  }

  /** Also the proof that programs may run there and find their libraries. */
  private static String askVersion(Path unpacked, Path cache) {
    Command.Result result =
        new Command(List.of(), unpacked.resolve("bin/postgres"), "--version")
            .run(Duration.ofSeconds(20));
    if (!result.succeeded()) {
      throw new PostgresException.Unusable(
          "cannot run programs unpacked into %s (%s); if that is mounted noexec, set XDG_CACHE_HOME to another folder"
              .formatted(cache, Reason.in(result.output())));
    }
    String printed = result.output().strip();
    return printed.substring(printed.lastIndexOf(' ') + 1);
  }

  private static void removeAbandoned(Path cache) throws IOException {
    Instant old = Instant.now().minus(ABANDONED);
    try (Stream<Path> all = Files.list(cache)) {
      for (Path path : all.filter(p -> p.getFileName().toString().contains(".tmp")).toList()) {
        try {
          if (Files.getLastModifiedTime(path).toInstant().isBefore(old)) {
            remove(path);
          }
        } catch (NoSuchFileException e) {
          // Another server that starts just now is removing it too.
        }
      }
    }
  }

  /** Removes a folder and all in it, if it is there. */
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }

          /** Another server may be removing the same. */
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }
}
