package dev.cairn.job;

/**
 * Tells, inside this process, that a job has documents it had not before.
 *
 * @param job its internal key
 */
public record DocumentsAdded(long job) {}
