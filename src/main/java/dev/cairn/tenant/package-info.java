/** Who is asking. May import {@code store} and {@code jakarta.ws.rs}. */
@NullMarked
package dev.cairn.tenant;

import org.jspecify.annotations.NullMarked;
