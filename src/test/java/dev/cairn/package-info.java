/** What the tests of the server share. */
@NullMarked
package dev.cairn;

import org.jspecify.annotations.NullMarked;
