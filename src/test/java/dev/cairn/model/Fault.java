package dev.cairn.model;

/**
 * Something that goes wrong.
 *
 * @param at when, in milliseconds
 * @param target which node, counted among those there are then
 * @param length how long it lasts, in milliseconds
 */
record Fault(long at, Kind kind, int target, long length) {

  /** What can go wrong. */
  enum Kind {
    /** SIGKILL; another process is started after that time. */
    KILL,
    KILL_FOR_EVER,
    /** SIGSTOP, and SIGCONT after that time. */
    FREEZE,
    FREEZE_FOR_EVER,
    /** All connections of a node are cut. */
    CUT,
    /** SIGTERM; another process is started after that time. */
    SHUT_DOWN,
    /** The database is down for that time. */
    RESTART_DATABASE,
    /** One more node comes. */
    JOIN
  }
}
