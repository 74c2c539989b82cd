package dev.cairn.document.text;

import dev.cairn.job.ProblemException;
import java.util.concurrent.Callable;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.poi.EncryptedDocumentException;
import org.jspecify.annotations.Nullable;

/** Runs a parser and says in our words what it failed of. */
final class Guarded {

  private static final int LONGEST_REASON = 200;

  private Guarded() {}

  /** The bytes are already here, so whatever fails now, fails because of them. */
  static ExtractedText read(String mediaType, Callable<ExtractedText> reader) {
    try {
      return reader.call();
    } catch (StackOverflowError e) {
      throw Refusal.corrupt("The document (" + mediaType + ") is nested too deeply to be read.");
    } catch (Exception e) {
      throw translated(mediaType, e);
    }
  }

  private static RuntimeException translated(String mediaType, Exception failure) {
    if (Thread.currentThread().isInterrupted()) {
      return new IllegalStateException("interrupted", failure);
    }
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof ProblemException known) {
        return known;
      }
      if (at instanceof InvalidPasswordException
          || at instanceof EncryptedDocumentException
          || at instanceof org.apache.tika.exception.EncryptedDocumentException) {
        return Refusal.encrypted("The document (" + mediaType + ") opens with a password only.");
      }
    }
    return Refusal.corrupt(
        "The document can't be read as " + mediaType + reason(rootOf(failure)) + ".");
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The parser's own words, unless they speak of paths or classes of this machine. */
  private static String reason(Throwable root) {
    @Nullable String message = root.getMessage();
    if (message == null
        || message.isBlank()
        || message.matches("(?s).*([/\\\\@]|\\w\\.\\w+\\.\\w).*")) {
      return "";
    }
    String line = CleanText.of(message).lines().findFirst().orElse("").strip();
    String cut =
        line.substring(
            0,
            line.offsetByCodePoints(
                0, Math.min(LONGEST_REASON, line.codePointCount(0, line.length()))));
    return ": " + cut.replaceAll("[.\\s]+$", "");
  }
}
