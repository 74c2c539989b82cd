/**
 * What the readers below share: where bytes come from ({@link dev.cairn.document.Bytes}), and how
 * they are unpacked within bounds ({@link dev.cairn.document.Unpacking}).
 *
 * <p>May import {@code job} and libraries. Keeps promise 4 (Bounded): nothing here holds more of
 * the bytes than a buffer; and promise 8 (Contained): bytes that are at fault end in a {@link
 * dev.cairn.job.ProblemException} with the true reason, and an {@link java.io.IOException} means
 * that the bytes could not be had, so that another try may help.
 */
@NullMarked
package dev.cairn.document;

import org.jspecify.annotations.NullMarked;
