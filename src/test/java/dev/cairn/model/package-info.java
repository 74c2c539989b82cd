/**
 * The protocol that keeps Cairn's promises, as a model small enough to read in one sitting and fast
 * enough to try millions of schedules: claims, leases, group commit, rescue, pause, stop, retry,
 * and every fault we know of. It is the specification; {@code store} and {@code engine} are to do
 * the same in SQL and Mutiny.
 *
 * <p>Read in this order: {@code Protocol} (the rules, one method each), {@code JobRow} (the
 * tables), then the transactions {@code Commit}, {@code Claim}, {@code EndLease}, {@code
 * SplitTail}, {@code Rescue}, {@code Order}, then what a node does: {@code Server}, {@code Lanes},
 * {@code Range}, {@code Gatherer}. {@code Judge} says what must never happen. {@code Wire}, {@code
 * World} and {@code Scenario} are the bad luck: delays, lost answers, kills.
 *
 * <p>Nothing here waits or runs in a thread: one agenda of events on a virtual clock, in an order
 * that one seed decides. The same seed gives the same run on any machine. {@code Variant} takes one
 * rule away at a time, and {@code VariantTest} demands that the judge notices.
 *
 * <p>May import the JDK, {@code dev.cairn.job} (the states and commands are the real ones) and test
 * libraries. Holds promises 1, 2, 6, 7 and 10.
 */
@NullMarked
package dev.cairn.model;

import org.jspecify.annotations.NullMarked;
