/**
 * From bytes to rows. {@link dev.cairn.document.rows.Sniffer} says what the bytes are, {@link
 * dev.cairn.document.rows.RowFormat} is that answer as a value that is stored, and {@link
 * dev.cairn.document.rows.RowReaders} opens a {@link dev.cairn.document.rows.RowReader} on it: one
 * class for each format.
 *
 * <p>May import {@code document}, {@code job} and libraries. Keeps promise 4 (Bounded): one row and
 * a buffer in memory, whatever the size; promise 8 (Contained): a bad row is a value and the next
 * ones go on, hostile bytes meet {@link dev.cairn.document.rows.Limits}; and promise 10
 * (Repeatable): a reader that goes on at a {@link dev.cairn.document.rows.Position} in another
 * process gives exactly the rows that the first would have given.
 *
 * <p>Text formats are read as UTF-8 in one {@link dev.cairn.document.rows.Window} of bytes; other
 * encodings are turned into it on the way in ({@link dev.cairn.document.rows.Utf8Input}) such that
 * places in the source can still be told. Parquet is read by native code: a server opens it in a
 * forked process.
 */
@NullMarked
package dev.cairn.document.rows;

import org.jspecify.annotations.NullMarked;
