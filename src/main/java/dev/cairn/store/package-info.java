/**
 * All SQL. Gives and takes the values of {@code job}; no other package knows the database.
 *
 * <p>The hot path speaks through the reactive client in whole statements; slow configuration data
 * (tenants) through Hibernate Reactive Panache. May import {@code job}, {@code document} and {@code
 * blob}. Keeps promises 1 (Atomic), 2 (Once), 7 (Gap-free) and 9 (One clock).
 */
@NullMarked
package dev.cairn.store;

import org.jspecify.annotations.NullMarked;
