/**
 * Blobs in a bucket of any server that speaks as S3 does. Nothing of it, nor of the client's
 * library, is loaded while blobs are kept elsewhere.
 *
 * <p>May import {@code blob} and {@code job}. Blocking; callers stand on a worker thread. Keeps
 * promise 3 (Durable): a blob that has a name is in the bucket; and promise 4 (Bounded): what is on
 * its way stands in files of some megabytes, not in memory.
 */
@NullMarked
package dev.cairn.blob.s3;

import org.jspecify.annotations.NullMarked;
