/** Tests of the promises that SQL keeps. */
@NullMarked
package dev.cairn.store;

import org.jspecify.annotations.NullMarked;
