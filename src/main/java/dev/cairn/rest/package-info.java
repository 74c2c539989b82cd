/**
 * The HTTP API of {@code docs/http-api.md}: resources, streams, problems. Wire records live here.
 *
 * <p>May import everything but {@code postgres} and {@code cli}; nobody imports it. Keeps promises
 * 4 (Bounded) and 5 (Non-blocking) at the edge: bodies and answers are streams that flow as fast as
 * their slower end, and 7 (Gap-free) for those who reconnect.
 */
@NullMarked
package dev.cairn.rest;

import org.jspecify.annotations.NullMarked;
