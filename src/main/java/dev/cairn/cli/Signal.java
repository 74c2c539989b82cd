package dev.cairn.cli;

import java.util.Objects;

/** What comes out of a job's event stream. */
sealed interface Signal {

  /** An event, each numbered one exactly once. */
  record Received(ServerEvent event) implements Signal {
    public Received {
      Objects.requireNonNull(event, "event");
    }
  }

  /** Contact was lost; it is being tried again. */
  record Interrupted(String why) implements Signal {
    public Interrupted {
      Objects.requireNonNull(why, "why");
    }
  }

  /** Contact is there again. */
  record Regained() implements Signal {}

  /** The server says (204) that the job has ended and nothing is left to come. */
  record Exhausted() implements Signal {}

  /** It makes no sense to try on. */
  record GivenUp(Failure failure) implements Signal {
    public GivenUp {
      Objects.requireNonNull(failure, "failure");
    }
  }
}
