/** Tests against a server that speaks as S3 does, in a process of its own. */
@NullMarked
package dev.cairn.blob.s3;

import org.jspecify.annotations.NullMarked;
