package dev.cairn.cli;

/** Where the API has the results of a job. */
final class Results {

  private Results() {}

  static Query whole(String job, Format format) {
    return Query.of(Query.of("v1/jobs", job).path() + "/results").with("format", format.word());
  }

  /** Records in the order of their commit, until the job ends. */
  static Query followed(String job) {
    return whole(job, Format.JSONL).with("follow", "true");
  }
}
