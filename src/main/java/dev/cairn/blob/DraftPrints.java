package dev.cairn.blob;

import dev.cairn.blob.Fingerprint.Mark;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Remembers how far the fingerprints of drafts are, from one cut connection to the next; what is
 * forgotten is read again at the end.
 */
public final class DraftPrints {

  /** Of 10 GB each they would take 160 MB; most are far smaller. */
  private static final int MOST = 256;

  private record Known(int written, Mark mark) {}

  private final Map<UUID, Known> marks =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Known> eldest) {
          return size() > MOST;
        }
      };

  /**
   * The mark of a draft, taken from here; that of no bytes if none is known within its bytes. When
   * anybody else has settled the last of them, it may be of bytes that were settled but never
   * entered anywhere, and others stand in their place now.
   */
  synchronized Mark take(Draft.At at) {
    Known known = marks.remove(at.upload());
    return known != null && known.written() == at.written() && known.mark().size() <= at.offset()
        ? known.mark()
        : new Fingerprint().mark();
  }

  /**
   * Keeps a mark.
   *
   * @param written epoch of whoever settled the last of its bytes
   */
  synchronized void keep(UUID upload, int written, Mark mark) {
    marks.put(upload, new Known(written, mark));
  }

  /** When the draft is discarded. */
  public synchronized void forget(UUID upload) {
    marks.remove(upload);
  }
}
