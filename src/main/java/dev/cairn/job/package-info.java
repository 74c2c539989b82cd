/**
 * The words of Cairn as values: jobs, documents, leases, checkpoints, outcomes, problems, events.
 *
 * <p>Depends on the JDK alone; every other package may use it. Values check themselves, so a value
 * that exists is a value that holds.
 */
@NullMarked
package dev.cairn.job;

import org.jspecify.annotations.NullMarked;
