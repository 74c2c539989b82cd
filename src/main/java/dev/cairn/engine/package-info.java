/**
 * Takes ranges of documents, walks each document through the stages of its pipeline, and commits
 * every stage before the next begins.
 *
 * <p>In one sentence: {@link dev.cairn.engine.Supply} hands out documents as lanes are free, {@link
 * dev.cairn.engine.Lane} walks one through its stages, {@link dev.cairn.engine.StageRunner} runs a
 * stage within its limits, {@link dev.cairn.engine.GroupCommit} writes what finished meanwhile, and
 * {@link dev.cairn.engine.Engine} keeps the node's leases alive and obeys.
 *
 * <p>All state of this package lives on one event loop ({@link dev.cairn.engine.EngineLoop}), so it
 * needs no locks. May import {@code pipeline}, {@code store}, {@code blob} and {@code job}; names
 * no pipeline. Keeps promises 2 (Once), 4 (Bounded), 5 (Non-blocking), 6 (Obedient) and 8
 * (Contained).
 */
@NullMarked
package dev.cairn.engine;

import org.jspecify.annotations.NullMarked;
