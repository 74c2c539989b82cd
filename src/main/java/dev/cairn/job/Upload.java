package dev.cairn.job;

import java.time.Instant;
import java.util.UUID;

/**
 * Bytes that have arrived whole.
 *
 * @param blob SHA-256 in hexadecimal
 * @param size bytes
 */
public record Upload(
    UUID id, String name, String mediaType, String blob, long size, Instant createdAt) {}
