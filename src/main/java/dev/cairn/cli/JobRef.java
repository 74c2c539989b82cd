package dev.cairn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a user types for a job: its id, a beginning of it that is unique, or {@code last}. */
record JobRef(String typed) {

  private static final int WHOLE_ID = 36;

  /** Ids begin with their time, so a prefix is looked for among the newest. */
  private static final int MOST_JOBS = 10_000;

  JobRef {
    if (typed.isBlank()) {
      throw Failure.usage("an empty job id");
    }
  }

  String resolve(Api api) {
    if (typed.equals("last")) {
      return last(api);
    }
    String id = typed.toLowerCase(Locale.ROOT);
    if (id.length() >= WHOLE_ID) {
      return id;
    }
    if (!id.matches("[0-9a-f-]+")) {
      throw Failure.error("no job " + typed + ": ids are made of 0-9, a-f and dashes", null);
    }
    return byPrefix(api, id);
  }

  private static String last(Api api) {
    List<JobView> jobs = JobView.listOf(api.get(Query.of("v1/jobs").with("limit", "1")));
    if (jobs.isEmpty()) {
      throw Failure.error("there are no jobs yet", null);
    }
    return jobs.getFirst().id();
  }

  private static String byPrefix(Api api, String prefix) {
    List<String> found = new ArrayList<>();
    int[] seen = {0};
    api.pages(
        Query.of("v1/jobs").with("limit", "100"),
        page -> {
          List<JobView> jobs = JobView.listOf(page);
          seen[0] += jobs.size();
          jobs.stream().map(JobView::id).filter(id -> id.startsWith(prefix)).forEach(found::add);
          return seen[0] < MOST_JOBS && found.size() < 2;
        });
    if (found.isEmpty()) {
      throw Failure.error("no job begins with " + prefix, null);
    }
    if (found.size() > 1) {
      throw Failure.usage(
          "more than one job begins with " + prefix + ": " + found.get(0) + ", " + found.get(1));
    }
    return found.getFirst();
  }
}
