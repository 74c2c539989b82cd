/**
 * Pipelines whose stages do nothing, so that what is measured is the engine. {@code bench/run}
 * builds them into a server of its own: the packaged product with these beside {@code chunk}.
 * Imports nothing of other tests.
 */
@NullMarked
package dev.cairn.bench.load;

import org.jspecify.annotations.NullMarked;
