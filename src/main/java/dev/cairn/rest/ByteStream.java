package dev.cairn.rest;

import io.smallrye.mutiny.Multi;

/**
 * The body of an answer that is made while it is sent.
 *
 * @param chunks asked for one by one, each when the one before is on its way
 */
record ByteStream(Multi<byte[]> chunks) {}
