package dev.cairn.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What commands that list things, newest first, are told alike. */
final class Newest {

  private static final int LARGEST_PAGE = 100;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "Print each as a line of JSON.")
  private boolean json;

  boolean asJson() {
    return json;
  }

  /**
   * Asks for them, page by page.
   *
   * @param name of the list in each page
   */
  List<Json> of(Api api, Query query, String name) {
    List<Json> found = new ArrayList<>();
    api.pages(
        query.with("limit", Integer.toString(Math.min(limit, LARGEST_PAGE))),
        page -> {
          page.list(name).stream().limit(limit - found.size()).forEach(found::add);
          return found.size() < limit;
        });
    return found;
  }

  /** Wrong options end the program before anything is asked. */
  void check() {
    if (limit < 1) {
      throw Failure.usage("--limit must be 1 or more");
    }
  }
}
