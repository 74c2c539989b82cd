package dev.cairn.blob;

import dev.cairn.blob.Fingerprint.Mark;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Remembers how far the fingerprints of drafts are, from one cut connection to the next; what is
 * forgotten is read again at the end.
 */
final class DraftPrints {

  /** Of 10 GB each they would take 160 MB; most are far smaller. */
  private static final int MOST = 256;

  private final Map<UUID, Mark> marks =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Mark> eldest) {
          return size() > MOST;
        }
      };

  /** The mark of a draft, taken from here; that of no bytes if none is known within its bytes. */
  synchronized Mark take(UUID upload, long offset) {
    Mark known = marks.remove(upload);
    return known != null && known.size() <= offset ? known : new Fingerprint().mark();
  }

  synchronized void keep(UUID upload, Mark mark) {
    marks.put(upload, mark);
  }

  synchronized void forget(UUID upload) {
    marks.remove(upload);
  }
}
