package dev.cairn.job;

/** Uploads wait to be split into documents, perhaps left behind by another node. */
public record UploadsWaiting() {}
