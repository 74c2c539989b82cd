package dev.cairn.model;

/** A row of the table of failures that is not past: the document waits, or has failed for good. */
record FailureRow(Step step, Turn turn, boolean waiting, long nextAt) {}
