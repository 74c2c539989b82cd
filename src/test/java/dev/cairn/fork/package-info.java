/** Tests of the forked processes, with tasks that misbehave in every way they can. */
@NullMarked
package dev.cairn.fork;

import org.jspecify.annotations.NullMarked;
