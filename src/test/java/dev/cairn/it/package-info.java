/**
 * Black-box tests: the packaged program as a user has it, in processes of its own, killed and
 * stopped in every way, and judged by what it answers over HTTP, by its exit codes, and by the
 * lines it writes. They hold promises 1, 2, 3, 6, 7, 8 and 10 against a real SIGKILL.
 *
 * <p>A cluster is several such processes on one PostgreSQL. {@code ChaosIT} troubles it at random,
 * {@code Ledger} writes down what the outside was told, and {@code ClusterVerdict} judges by that.
 *
 * <p>May import the JDK, Jackson and test libraries; of ours {@code dev.cairn.postgres} alone,
 * which runs the database that to the servers is somebody else's.
 */
@NullMarked
package dev.cairn.it;

import org.jspecify.annotations.NullMarked;
