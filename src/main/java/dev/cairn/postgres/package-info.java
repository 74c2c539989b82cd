/**
 * The embedded PostgreSQL: unpacks its programs once, makes the data folder, starts the server or
 * takes over one that an earlier Cairn left running, and stops it.
 *
 * <p>May import the JDK and the libraries that unpack an archive ({@code commons-compress}, whose
 * {@code xz} form needs {@code org.tukaani}); nothing of ours, and no PostgreSQL client: the driver
 * is found through {@code java.sql}.
 *
 * <p>Keeps promise 3, Durable: {@code fsync}, {@code synchronous_commit} and {@code
 * full_page_writes} are on the server's command line, which no configuration file can overrule. One
 * process at a time owns a data folder ({@link dev.cairn.postgres.FolderLock}); no second server is
 * ever started on files that a first one may still write.
 */
@NullMarked
package dev.cairn.postgres;

import org.jspecify.annotations.NullMarked;
