/**
 * From an archive to the files in it, one after the other: {@link
 * dev.cairn.document.archive.ArchiveReader}. Archives inside of archives are gone into.
 *
 * <p>Passed without a word: folders, {@code __MACOSX}, {@code Thumbs.db}, {@code desktop.ini}, and
 * whatever is hidden (it, or a folder above it, begins with a dot). Refused, each as a {@link
 * dev.cairn.document.archive.Member.Bad} while the others go on: paths that lead out of the
 * archive, links, devices, what is encrypted or packed by a method we don't read, and archives
 * nested too deep.
 *
 * <p>May import {@code document}, {@code job} and libraries. Keeps promise 4 (Bounded): sizes that
 * an archive tells are not believed, what is unpacked is counted over all its levels; promise 8
 * (Contained); and promise 10 (Repeatable): members have the same numbers each time.
 */
@NullMarked
package dev.cairn.document.archive;

import org.jspecify.annotations.NullMarked;
