/**
 * The command line: a client of the HTTP API, built from picocli, {@code java.net.http} and the
 * JDK.
 *
 * <p>Imports nothing of ours and nothing of the server, so that it compiles alone, starts fast and
 * can become a native binary; the server comes in through {@link dev.cairn.cli.LocalServer}, which
 * this package owns and {@code dev.cairn.Main} implements. No reflection of its own.
 *
 * <p>Of the promises of DESIGN.md it keeps its end of 4 (bounded: bodies stream from and to disk,
 * answers and events have a largest size) and 7 (gap-free: it reconnects with {@code Last-Event-ID}
 * and shows no event twice).
 */
@NullMarked
package dev.cairn.cli;

import org.jspecify.annotations.NullMarked;
