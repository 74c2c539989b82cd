package dev.cairn.peers;

/** The peers by name. */
final class Peers {

  private Peers() {}

  static Peer named(String name, Database database) throws Exception {
    return switch (name) {
      case "one-by-one" -> new OneByOne(database);
      case "db-scheduler" -> new DbScheduler(database, DbScheduler.Unit.DOCUMENT);
      case "db-scheduler-stages" -> new DbScheduler(database, DbScheduler.Unit.STAGE);
      case "jobrunr" -> new JobRunrJobs(database);
      case "spring-batch" -> new SpringBatch(database);
      case "graphile" -> new Graphile(database, Graphile.Unit.DOCUMENT);
      case "graphile-batch" -> new Graphile(database, Graphile.Unit.BATCH);
      default -> throw new IllegalArgumentException("no peer is called " + name);
    };
  }
}
