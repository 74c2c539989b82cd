/**
 * Removes what nobody needs any more: finished jobs, uploads and events after configured times,
 * what deleted jobs left, and files of blobs to which nothing refers.
 *
 * <p>One node at a time sweeps, in small steps, and rests nine times as long as each step took, so
 * that running work does not notice. All times are the database's. May import {@code store}, {@code
 * blob} and {@code job}. Keeps promises 3 (Durable: a file that someone may still name stays), 4
 * (Bounded), 5 (Non-blocking) and 9 (One clock).
 */
@NullMarked
package dev.cairn.retention;

import org.jspecify.annotations.NullMarked;
