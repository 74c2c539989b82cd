/** Tests of the embedded PostgreSQL, on real servers in folders of their own. */
@NullMarked
package dev.cairn.postgres;

import org.jspecify.annotations.NullMarked;
