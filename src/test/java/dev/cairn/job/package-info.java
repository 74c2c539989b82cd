/** Tests of this package. */
@NullMarked
package dev.cairn.job;

import org.jspecify.annotations.NullMarked;
