package dev.cairn.engine;

import dev.cairn.job.Document;

/**
 * One document to be walked through its stages.
 *
 * @param range the lease it came with
 * @param nextStage position of the first stage without a checkpoint
 */
record Task(Range range, Document document, int nextStage) {}
