/**
 * What a pipeline and its stages are. Each package below is one pipeline; they never see each
 * other, and the engine names none of them: it is given all {@link dev.cairn.pipeline.Pipeline}
 * beans. A new pipeline is one new package.
 *
 * <p>May import {@code document}, {@code blob} and {@code job}. Keeps promise 10 (Repeatable): the
 * same input, parameters and version give the same bytes.
 */
@NullMarked
package dev.cairn.pipeline;

import org.jspecify.annotations.NullMarked;
