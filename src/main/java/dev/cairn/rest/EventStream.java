package dev.cairn.rest;

/**
 * The body of an answer that tells a job's events as they happen.
 *
 * @param job its internal key
 * @param snapshot what comes first
 * @param after number of the event behind which it begins
 */
record EventStream(long job, JobView snapshot, long after) {}
