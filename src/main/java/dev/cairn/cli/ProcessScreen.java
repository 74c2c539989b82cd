package dev.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Finds out what the streams of this process are. {@code System.console()} can't tell: it looks at
 * standard input and output together, and since JDK 22 may exist without any terminal. So the
 * kernel is asked through {@code /proc}, and where there is none, {@code test -t}.
 */
final class ProcessScreen {

  private static final int USUAL_WIDTH = 80;

  private ProcessScreen() {}

  static Screen of(Map<String, String> env, Charset charset) {
    boolean dumb = "dumb".equals(env.get("TERM"));
    return new Screen(
        dumb ? Screen.Sink.PLAIN : sink(1),
        dumb ? Screen.Sink.PLAIN : sink(2),
        drawing(env, charset),
        width(env));
  }

  static Screen.Drawing drawing(Map<String, String> env, Charset charset) {
    boolean color = env.getOrDefault("NO_COLOR", "").isEmpty();
    if (charset.equals(StandardCharsets.UTF_8)) {
      return color ? Screen.Drawing.COLOR_BLOCKS : Screen.Drawing.BLOCKS;
    }
    return color ? Screen.Drawing.COLOR_ASCII : Screen.Drawing.ASCII;
  }

  private static Screen.Sink sink(int descriptor) {
    return isTerminal(descriptor) ? Screen.Sink.TERMINAL : Screen.Sink.PLAIN;
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      if (target.startsWith("/dev/pts/") || target.startsWith("/dev/tty")) {
        return true;
      }
      if (target.startsWith("pipe:")
          || target.startsWith("socket:")
          || target.equals("/dev/null")
          || Files.isRegularFile(Path.of(target))) {
        return false;
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // no /proc: ask the other way
    }
    return askShell(descriptor);
  }

  private static boolean askShell(int descriptor) {
    try {
      Process test =
          new ProcessBuilder("/bin/sh", "-c", "test -t " + descriptor).inheritIO().start();
      return test.waitFor(2, TimeUnit.SECONDS) && test.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Asked again every two seconds at most, for windows that are resized. */
  private static IntSupplier width(Map<String, String> env) {
    return new IntSupplier() {
      private long askedAt;
      private int known;

      @Override
      public synchronized int getAsInt() {
        long now = System.nanoTime();
        if (known == 0 || now - askedAt > 2_000_000_000L) {
          known = askWidth(env);
          askedAt = now;
        }
        return known;
      }
    };
  }

  private static int askWidth(Map<String, String> env) {
    try {
      Process stty = new ProcessBuilder("/bin/sh", "-c", "stty size </dev/tty 2>/dev/null").start();
      try (InputStream answer = stty.getInputStream()) {
        String[] size =
            new String(answer.readNBytes(64), StandardCharsets.US_ASCII).split("\\s+", -1);
        return size.length >= 2 ? columns(size[1]) : columns(env.getOrDefault("COLUMNS", ""));
      }
    } catch (IOException e) {
      return columns(env.getOrDefault("COLUMNS", ""));
    }
  }

  static int columns(String text) {
    return text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : USUAL_WIDTH;
  }
}
