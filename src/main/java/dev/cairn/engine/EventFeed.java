package dev.cairn.engine;

import jakarta.enterprise.context.ApplicationScoped;

/** To be replaced. */
@ApplicationScoped
public class EventFeed {

  /** To be called when this node has committed something that adds to a job's events. */
  public void committed(long job) {}
}
