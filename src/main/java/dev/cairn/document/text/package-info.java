/**
 * From bytes to text with structure: headings, paragraphs, list items, table rows and code, each
 * with its place and, where there are pages, its page. One reader for each family of formats,
 * {@link dev.cairn.document.text.TextExtractor} in front of them.
 *
 * <p>May import {@code job} and libraries. Keeps promise 8 (Contained): whatever the bytes are, the
 * answer is text or a {@link dev.cairn.job.ProblemException} with the true reason, within bounds of
 * size and without network, programs or embedded files; and promise 10 (Repeatable): the same bytes
 * give the same text.
 */
@NullMarked
package dev.cairn.document.text;

import org.jspecify.annotations.NullMarked;
