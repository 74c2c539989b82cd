package dev.cairn.job;

/**
 * Tells, inside this process, that a job was deleted; what it left is still to be removed.
 *
 * @param job its internal key
 */
public record JobDeleted(long job) {}
