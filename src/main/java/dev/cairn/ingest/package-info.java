/**
 * Takes bytes in: from the network to the blob store and the list of uploads.
 *
 * <p>May import {@code store}, {@code document}, {@code blob} and {@code job}. Keeps promise 4
 * (Bounded): of an upload at most some hundred KiB are in memory, whatever its size, and the sender
 * is held back by the disk; and promise 5 (Non-blocking): disk and digest run on a bounded pool of
 * their own.
 */
@NullMarked
package dev.cairn.ingest;

import org.jspecify.annotations.NullMarked;
