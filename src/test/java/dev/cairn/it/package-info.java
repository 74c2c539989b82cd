/**
 * Black-box tests: the packaged program as a user has it, in processes of its own, killed and
 * stopped in every way, and judged by what it answers over HTTP, by its exit codes, and by the
 * lines it writes. They hold promises 1, 2, 3, 6, 7, 8 and 10 against a real SIGKILL.
 *
 * <p>May import the JDK, Jackson and test libraries; nothing of ours.
 */
@NullMarked
package dev.cairn.it;

import org.jspecify.annotations.NullMarked;
