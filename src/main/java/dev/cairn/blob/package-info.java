/**
 * Content-addressed bytes: what was uploaded, and what stages hand on when it is large. A blob is
 * named by the SHA-256 of its bytes and never changes; what was changed behind our back is never
 * given. The form of files is here; that of PostgreSQL is SQL and lives in {@code store}.
 *
 * <p>May import {@code job}. Blocking; callers stand on a worker thread. Keeps promise 3 (Durable):
 * a blob that has a name is on the disk.
 */
@NullMarked
package dev.cairn.blob;

import org.jspecify.annotations.NullMarked;
