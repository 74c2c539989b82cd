package dev.cairn.it;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which stages were run, read from what the server wrote. */
final class Runs {

  /**
   * One try of one stage on one document, as it began.
   *
   * @param life which life of the server began it, from 1
   * @param job the server's own number of the job
   */
  record Run(int life, long job, Task task, long lease, int epoch, int attempt) {}

  /** A stage of a document. */
  record Task(int seq, String stage) {}

  private static final Pattern LINE =
      Pattern.compile(
          "run job=(\\d+) seq=(\\d+) stage=(\\S+) lease=(\\d+) epoch=(\\d+) attempt=(\\d+)");

  private Runs() {}

  /** All runs of a server, in the order in which they began. */
  static List<Run> of(ServerUnderTest server) {
    List<Run> runs = new ArrayList<>();
    int life = 0;
    for (String log : server.logs()) {
      life++;
      Matcher line = LINE.matcher(log);
      while (line.find()) {
        runs.add(
            new Run(
                life,
                Long.parseLong(line.group(1)),
                new Task(Integer.parseInt(line.group(2)), line.group(3)),
                Long.parseLong(line.group(4)),
                Integer.parseInt(line.group(5)),
                Integer.parseInt(line.group(6))));
      }
    }
    return runs;
  }

  /** The runs of one job; jobs are numbered in the order of their submission, from 0. */
  static List<Run> ofJob(List<Run> runs, int position) {
    List<Long> jobs = runs.stream().map(Run::job).distinct().sorted().toList();
    return position < jobs.size()
        ? runs.stream().filter(run -> run.job() == jobs.get(position)).toList()
        : List.of();
  }

  /** The runs of the job that was submitted last. */
  static List<Run> ofLastJob(List<Run> runs) {
    long last = runs.stream().mapToLong(Run::job).max().orElseThrow();
    return runs.stream().filter(run -> run.job() == last).toList();
  }
}
