package dev.cairn.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;

/** Finds the few words in an error that tell a person what is wrong. */
final class Reason {
  /** The machine's own complaints: whatever a program says after one of them is a consequence. */
  private static final List<String> CAUSES =
      List.of("No space left on device", "Read-only file system", "Disk quota exceeded");

  private static final List<String> MARKS = List.of("PANIC:", "FATAL:", "error:", "ERROR:");

  private Reason() {}

  static String of(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied: " + denied.getFile();
      case NoSuchFileException missing -> "no such file or folder: " + missing.getFile();
      case FileAlreadyExistsException there -> "not a folder: " + there.getFile();
      case FileSystemException other when other.getReason() != null ->
          other.getReason().toLowerCase(Locale.ROOT) + ": " + other.getFile();
      default -> String.valueOf(e.getMessage());
    };
  }

  /** Java wraps the system's words for a program that cannot be run: "… (Permission denied)". */
  static String ofRun(IOException e) {
    String message = String.valueOf(e.getMessage()).strip();
    int open = message.lastIndexOf('(');
    return message.endsWith(")") ? message.substring(open + 1, message.length() - 1) : message;
  }

  /** The first complaint in what a PostgreSQL program printed, else its last line. */
  static String in(String output) {
    List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    for (String cause : CAUSES) {
      if (output.contains(cause)) {
        return cause;
      }
    }
    for (String mark : MARKS) {
      for (String line : lines) {
        int at = line.indexOf(mark);
        if (at >= 0) {
          return line.substring(at + mark.length()).strip();
        }
      }
    }
    return lines.isEmpty() ? "it said nothing" : lines.getLast();
  }
}
