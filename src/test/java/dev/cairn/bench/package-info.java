/** Measurements; run by {@code bench/run}, never with the tests. */
@NullMarked
package dev.cairn.bench;

import org.jspecify.annotations.NullMarked;
