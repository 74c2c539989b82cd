/**
 * Work on hostile bytes, in processes of its own: parsers written by others hang, blow the heap and
 * crash, and must take nothing with them but the document.
 *
 * <p>In one sentence: {@link dev.cairn.fork.ForkPool} keeps some {@link dev.cairn.fork.Fork}
 * processes, each runs {@link dev.cairn.fork.Child}, is given one {@link dev.cairn.fork.ForkedTask}
 * at a time and pulls the bytes as it wants them ({@link dev.cairn.fork.Conversation}); one that
 * takes too long is killed, and one that ended says by its exit code why ({@link
 * dev.cairn.fork.Ends}).
 *
 * <p>A process has no environment, so no secrets, a scratch folder of its own that is removed with
 * it, and ends when its server does. May import {@code job}. Keeps promises 4 (Bounded) and 8
 * (Contained).
 */
@NullMarked
package dev.cairn.fork;

import org.jspecify.annotations.NullMarked;
