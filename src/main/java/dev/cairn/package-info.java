/**
 * The way in: {@link dev.cairn.Main} runs a client command at once, and boots the server only for
 * those that need one. May import {@code cli} and {@code postgres}, which know nothing of each
 * other or of the server.
 */
@NullMarked
package dev.cairn;

import org.jspecify.annotations.NullMarked;
