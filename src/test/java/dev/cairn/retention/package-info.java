/** Tests of what is removed, and above all of what is not. */
@NullMarked
package dev.cairn.retention;

import org.jspecify.annotations.NullMarked;
