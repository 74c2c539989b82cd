package dev.cairn.it;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which stages were run, and whether a loop was blocked, read from what the server wrote. */
final class Runs {

  /**
   * One try of one stage on one document, as it began.
   *
   * @param at when it began, and where
   * @param job the server's own number of the job
   */
  record Run(Moment at, long job, Task task, long lease, int epoch, int attempt) {

    int life() {
      return at.life();
    }
  }

  /**
   * When and where something was written.
   *
   * @param time to the millisecond, cut off
   * @param node which server of several; 0 when there is but one
   * @param life which life of the server, from 1
   */
  record Moment(Instant time, int node, int life) {}

  /** A stage of a document. */
  record Task(int seq, String stage) {}

  private static final Pattern LINE =
      Pattern.compile(
          "(\\S+) DEBUG run job=(\\d+) seq=(\\d+) stage=(\\S+) lease=(\\d+) epoch=(\\d+) attempt=(\\d+)");

  /** What Vert.x says of a loop that was busy with one thing for more than two seconds. */
  private static final Pattern BLOCKED =
      Pattern.compile(
          "(\\S+) WARN  (Thread Thread\\[vert\\.x-eventloop.* has been blocked for .*)");

  private Runs() {}

  /**
   * Something blocked an event loop.
   *
   * @param line what was said, with the stack if that was told
   */
  record Blocked(Moment at, String line) {}

  /** Each time that an event loop of a server was blocked for so long that Vert.x noticed. */
  static List<Blocked> blockedLoops(ServerUnderTest server, int node) {
    List<Blocked> blocked = new ArrayList<>();
    int life = 0;
    for (String log : server.logs()) {
      life++;
      Matcher line = BLOCKED.matcher(log);
      while (line.find()) {
        Instant time = OffsetDateTime.parse(line.group(1)).toInstant();
        blocked.add(new Blocked(new Moment(time, node, life), line.group(2)));
      }
    }
    return blocked;
  }

  /** All runs of a server, in the order in which they began. */
  static List<Run> of(ServerUnderTest server) {
    return of(server, 0);
  }

  /** All runs of one server of several, in the order in which they began. */
  static List<Run> of(ServerUnderTest server, int node) {
    List<Run> runs = new ArrayList<>();
    int life = 0;
    for (String log : server.logs()) {
      life++;
      runs.addAll(in(log, node, life));
    }
    return runs;
  }

  /** The runs that a piece of a log tells of. */
  static List<Run> in(String log, int node, int life) {
    List<Run> runs = new ArrayList<>();
    Matcher line = LINE.matcher(log);
    while (line.find()) {
      runs.add(
          new Run(
              new Moment(OffsetDateTime.parse(line.group(1)).toInstant(), node, life),
              Long.parseLong(line.group(2)),
              new Task(Integer.parseInt(line.group(3)), line.group(4)),
              Long.parseLong(line.group(5)),
              Integer.parseInt(line.group(6)),
              Integer.parseInt(line.group(7))));
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
