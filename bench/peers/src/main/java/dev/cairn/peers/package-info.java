/**
 * Other engines under Cairn's contract, for the table in {@code docs/benchmarks.md}: a stage commit
 * is a 1 KiB result, its checkpoint, its event and its counters, with {@code fsync} and {@code
 * synchronous_commit} on, committed before the next stage of that document begins; three stages a
 * document.
 *
 * <p>{@link dev.cairn.peers.Bench} measures one {@link dev.cairn.peers.Peer} in a process and on a
 * database of its own, each round beside {@link dev.cairn.peers.BareInserts}. May import {@code
 * dev.cairn.postgres} of the product, which starts the database, and nothing else of it.
 */
@NullMarked
package dev.cairn.peers;

import org.jspecify.annotations.NullMarked;
