/** Values. */
@NullMarked
package dev.cairn.job;

import org.jspecify.annotations.NullMarked;
