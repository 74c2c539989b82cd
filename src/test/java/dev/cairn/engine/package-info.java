/** Tests of this package. */
@NullMarked
package dev.cairn.engine;

import org.jspecify.annotations.NullMarked;
