package dev.cairn.model;

/** One stage of one document: what is run and committed as one. */
record Step(int job, int seq, int stage) {

  @Override
  public String toString() {
    return job + "/" + seq + "/" + stage;
  }
}
