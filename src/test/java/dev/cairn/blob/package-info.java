/** Tests of files that come and go. */
@NullMarked
package dev.cairn.blob;

import org.jspecify.annotations.NullMarked;
