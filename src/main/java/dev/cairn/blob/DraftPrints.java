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

  private record Known(int epoch, Mark mark) {}

  private final Map<UUID, Known> marks =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Known> eldest) {
          return size() > MOST;
        }
      };

  /**
   * The mark of a draft, taken from here; that of no bytes if none is known within its bytes. When
   * anybody went on with the draft in between, it may be of bytes that were settled but never
   * entered anywhere, and others stand in their place now.
   */
  synchronized Mark take(Draft.At at) {
    Known known = marks.remove(at.upload());
    return known != null && known.epoch() + 1 == at.epoch() && known.mark().size() <= at.offset()
        ? known.mark()
        : new Fingerprint().mark();
  }

  synchronized void keep(Draft.At at, Mark mark) {
    marks.put(at.upload(), new Known(at.epoch(), mark));
  }

  /** When the draft is discarded. */
  public synchronized void forget(UUID upload) {
    marks.remove(upload);
  }
}
