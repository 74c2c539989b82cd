package dev.cairn.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is named on the command line, as files: folders are walked, hidden entries skipped. */
final class InputFiles {

  private static final String STANDARD_INPUT = "-";

  private final Path workingFolder;
  private final Map<Path, InputFile> found = new LinkedHashMap<>();

  private InputFiles(Path workingFolder) {
    this.workingFolder = workingFolder;
  }

  /** All files, each once; whatever is missing or unreadable ends the program before any upload. */
  static List<InputFile> expand(Path workingFolder, List<Path> named) {
    InputFiles files = new InputFiles(workingFolder);
    named.forEach(files::add);
    return List.copyOf(files.found.values());
  }

  private void add(Path named) {
    if (named.toString().equals(STANDARD_INPUT)) {
      InputFile input = StandardInput.asFile(System.in);
      found.put(input.path(), input);
      return;
    }
    Path path = workingFolder.resolve(named).normalize();
    if (!Files.exists(path)) {
      addMatching(named, path);
      return;
    }
    if (Files.isDirectory(path)) {
      addFolder(named, path);
    } else if (Files.isRegularFile(path)) {
      addFile(path, String.valueOf(path.getFileName()));
    } else {
      throw Failure.usage("neither a file nor a folder: " + named);
    }
  }

  /** A pattern that no shell has seen, quoted or on a system whose shell knows none. */
  private void addMatching(Path named, Path pattern) {
    Path base = pattern;
    while (base != null && isPattern(base)) {
      base = base.getParent();
    }
    if (base == null || base.equals(pattern) || !Files.isDirectory(base)) {
      throw Failure.usage("no such file: " + named);
    }
    PathMatcher matcher = pattern.getFileSystem().getPathMatcher("glob:" + pattern);
    List<Path> matching = visibleIn(named, base).stream().filter(matcher::matches).toList();
    if (matching.isEmpty()) {
      throw Failure.usage("no file matches " + named);
    }
    matching.forEach(path -> addFile(path, String.valueOf(path.getFileName())));
  }

  private static boolean isPattern(Path path) {
    return path.toString().chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  private static List<Path> visibleIn(Path named, Path folder) {
    List<Path> inside = new ArrayList<>();
    try {
      Files.walkFileTree(folder, new Visible(folder, inside));
    } catch (IOException e) {
      throw Failure.usage("cannot read " + named + ": " + Exchange.why(e));
    }
    inside.sort(Comparator.naturalOrder());
    return inside;
  }

  private void addFolder(Path named, Path folder) {
    List<Path> inside = visibleIn(named, folder);
    if (inside.isEmpty()) {
      throw Failure.usage("no files in " + named);
    }
    Path above = folder.getParent();
    for (Path path : inside) {
      Path name = above == null ? path : above.relativize(path);
      addFile(path, name.toString().replace('\\', '/'));
    }
  }

  private void addFile(Path path, String name) {
    if (!Files.isReadable(path)) {
      throw Failure.usage("cannot read " + path);
    }
    try {
      long modified = Files.getLastModifiedTime(path).toMillis();
      found.putIfAbsent(path, new InputFile(path, name, Files.size(path), modified));
    } catch (IOException e) {
      throw Failure.usage("cannot read " + path + ": " + Exchange.why(e));
    }
  }

  /** Links to files count as files; links to folders are not followed, so no walk is endless. */
  private static final class Visible extends SimpleFileVisitor<Path> {
    private final Path top;
    private final List<Path> files;

    Visible(Path top, List<Path> files) {
      this.top = top;
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean hidden = !folder.equals(top) && isHidden(folder);
      return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!isHidden(file) && Files.isRegularFile(file)) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path path) {
      return String.valueOf(path.getFileName()).startsWith(".");
    }
  }
}
