/** Tests over HTTP. */
@NullMarked
package dev.cairn.rest;

import org.jspecify.annotations.NullMarked;
