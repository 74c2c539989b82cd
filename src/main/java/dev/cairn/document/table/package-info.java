/**
 * What a table is made of, whatever format it came in: {@link
 * dev.cairn.document.table.TableProfiler} looks at rows once, in order, and gives a {@link
 * dev.cairn.document.table.TableProfile}: the type of each column, its nulls and how they are
 * spelled, values, and whether the table is a time series, with what frequency and which gaps.
 *
 * <p>May import {@code document.rows}, {@code document}, {@code job} and libraries. Keeps promise 4
 * (Bounded): some hundred KB a column, and 8 MB for one of times, whatever the rows; and promise 10
 * (Repeatable): the same rows give the same profile.
 */
@NullMarked
package dev.cairn.document.table;

import org.jspecify.annotations.NullMarked;
