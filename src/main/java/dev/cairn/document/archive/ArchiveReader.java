package dev.cairn.document.archive;

import dev.cairn.document.Bytes;
import dev.cairn.document.Unpacking;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of an archive and of the archives in it, one after the other. For one thread.
 *
 * <p>In one sentence: {@link #next} asks the innermost open archive for an entry, {@link #member}
 * refuses it or opens it, and {@link #inside} goes into it where it is an archive itself.
 */
public final class ArchiveReader implements Closeable {

  /** An archive that is being read. */
  private record Level(String path, Entries entries, Closeable source) {}

  private static final Closeable NOTHING = () -> {};

  private final ArchiveLimits limits;
  private final Meter meter;
  private final Deque<Level> levels = new ArrayDeque<>();

  /** What the last member is read from. */
  private Closeable content = NOTHING;

  private long passed;

  private ArchiveReader(ArchiveLimits limits, Meter meter) {
    this.limits = limits;
    this.meter = meter;
  }

  /**
   * Opens an archive behind some of its entries.
   *
   * @param after what {@link #position()} said; 0 for all
   * @throws ProblemException permanent, when it can't be read at all
   * @throws IOException when the bytes can't be had
   */
  public static ArchiveReader open(
      Bytes bytes, ArchiveFormat format, long after, ArchiveLimits limits) throws IOException {
    ArchiveReader reader = new ArchiveReader(limits, new Meter(limits.expansion(), bytes.size()));
    try {
      reader.levels.push(new Level("", entries(bytes, format, limits), NOTHING));
      while (reader.passed < after && !reader.levels.isEmpty()) {
        reader.step();
      }
      return reader;
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private static Entries entries(Bytes bytes, ArchiveFormat format, ArchiveLimits limits)
      throws IOException {
    return switch (format.kind()) {
      case ZIP -> ZipEntries.open(bytes.file(), limits);
      case TAR -> TarEntries.open(Unpacking.open(bytes, format.packing(), limits.expansion()));
    };
  }

  /** Entries given out or passed; to go on behind them. */
  public long position() {
    return passed;
  }

  /**
   * The next file, or why there is none, or null at the end.
   *
   * @throws ProblemException permanent, when the rest of the archive can't be read
   * @throws IOException when the bytes can't be had
   */
  public @Nullable Member next() throws IOException {
    while (!levels.isEmpty()) {
      Member found = step();
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Member step() throws IOException {
    letGo();
    Level level = levels.getFirst();
    Entry entry;
    try {
      entry = level.entries().next();
    } catch (ProblemException e) {
      if (levels.size() == 1) {
        throw e;
      }
      close(levels.pop());
      return new Member.Bad(++passed, level.path(), e.problem());
    }
    if (entry == null) {
      close(levels.pop());
      return null;
    }
    if (++passed > limits.members()) {
      throw Refusal.tooManyMembers(limits.members());
    }
    return member(level, entry);
  }

  private @Nullable Member member(Level level, Entry entry) throws IOException {
    if (entry.kind() == Entry.Kind.FOLDER) {
      return null;
    }
    Optional<String> clean = MemberPath.clean(entry.name());
    if (clean.isEmpty()) {
      return bad(
          level,
          MemberPath.shown(entry.name()),
          Refusal.unsafePath("The path is empty, too long, absolute, or leads upwards."));
    }
    if (MemberPath.hidden(clean.get())) {
      return null;
    }
    return switch (entry.kind()) {
      case FILE -> file(level, clean.get(), entry);
      case LINK -> bad(level, clean.get(), Refusal.notAFile("Links are not followed."));
      case DEVICE -> bad(level, clean.get(), Refusal.notAFile("This is a device."));
      case ENCRYPTED -> bad(level, clean.get(), Refusal.encrypted());
      case UNREADABLE ->
          bad(level, clean.get(), Refusal.unsupported("The way it is packed is not read."));
      case FOLDER -> null;
    };
  }

  private Member bad(Level level, String path, Problem problem) {
    return new Member.Bad(passed, inside(level, path), problem);
  }

  private static String inside(Level level, String path) {
    return level.path().isEmpty() ? path : level.path() + "/" + path;
  }

  private @Nullable Member file(Level level, String path, Entry entry) throws IOException {
    try {
      InputStream raw = entry.opening().open();
      content = raw;
      InputStream in =
          new BufferedInputStream(
              new MemberInput(raw, level.entries(), meter), ArchiveSniffer.HEAD_BYTES);
      in.mark(ArchiveSniffer.HEAD_BYTES);
      byte[] head = in.readNBytes(ArchiveSniffer.HEAD_BYTES);
      in.reset();
      Optional<ArchiveFormat> format = ArchiveSniffer.ofHead(head, limits);
      return format.isEmpty() || NestedZip.isDocument(path)
          ? new Member.File(passed, inside(level, path), in)
          : archive(inside(level, path), in, format.get());
    } catch (ProblemException e) {
      return bad(level, path, e.problem());
    } catch (IOException e) {
      return bad(level, path, explained(level, e));
    }
  }

  private static Problem explained(Level level, IOException e) throws IOException {
    try {
      throw level.entries().explain(e);
    } catch (ProblemException why) {
      return why.problem();
    }
  }

  /** Goes into an archive, unless it turns out to be a document. */
  private @Nullable Member archive(String path, InputStream in, ArchiveFormat format)
      throws IOException {
    if (format.kind() == ArchiveFormat.Kind.TAR) {
      return enter(path, TarEntries.open(Unpacking.over(in, format.packing(), limits.expansion())));
    }
    NestedZip copy = NestedZip.copy(in);
    letGo();
    content = copy;
    return ArchiveSniffer.isDocument(copy.path(), limits)
        ? new Member.File(passed, path, copy.open())
        : enter(path, ZipEntries.open(copy.path(), limits));
  }

  private @Nullable Member enter(String path, Entries entries) throws IOException {
    if (levels.size() >= limits.depth()) {
      entries.close();
      return new Member.Bad(passed, path, Refusal.tooDeep(limits.depth()));
    }
    levels.push(new Level(path, entries, content));
    content = NOTHING;
    return null;
  }

  /** Is done with the last member. */
  private void letGo() throws IOException {
    content.close();
    content = NOTHING;
  }

  private static void close(Level level) throws IOException {
    try {
      level.entries().close();
    } finally {
      level.source().close();
    }
  }

  @Override
  public void close() throws IOException {
    letGo();
    while (!levels.isEmpty()) {
      close(levels.pop());
    }
  }
}
