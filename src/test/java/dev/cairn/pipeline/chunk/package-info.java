@NullMarked
package dev.cairn.pipeline.chunk;

import org.jspecify.annotations.NullMarked;
