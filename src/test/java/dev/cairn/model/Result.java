package dev.cairn.model;

/**
 * What a stage came to, on its way into the database.
 *
 * @param value what it hands on when it is done; when its cursor is saved, the number of the save
 */
record Result(Grant grant, Step step, Plan.Outcome outcome, long value) {

  @Override
  public String toString() {
    return "%s %s under %s try %d".formatted(step, outcome, grant.fence(), grant.turn().attempt());
  }
}
