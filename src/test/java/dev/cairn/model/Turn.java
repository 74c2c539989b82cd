package dev.cairn.model;

/**
 * Which try of its documents a lease is.
 *
 * @param attempt from 1; above 1 the lease is one document that failed before
 * @param round how often the job had been told to retry when the lease was taken
 */
record Turn(int attempt, int round) {}
