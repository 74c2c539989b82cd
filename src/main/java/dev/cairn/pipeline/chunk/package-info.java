/**
 * The pipeline {@code chunk}: a document becomes text with structure, its language is told, the
 * text is cut into chunks for retrieval, and an index of its sections is written.
 *
 * <p>May import {@code pipeline}, {@code document}, {@code blob} and {@code job}. Keeps promise 10
 * (Repeatable): nothing here depends on time, chance, the machine or other documents. The cutting
 * is linear in the text: each sentence is tokenised once and the counts are added up, see {@link
 * dev.cairn.pipeline.chunk.Seams}.
 */
@NullMarked
package dev.cairn.pipeline.chunk;

import org.jspecify.annotations.NullMarked;
