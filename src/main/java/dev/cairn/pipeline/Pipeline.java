package dev.cairn.pipeline;

import java.util.List;

/**
 * A named, versioned, ordered list of stages. Implementations are CDI beans and hold no state of a
 * job. A change that can alter any output is a new {@link #version()}; jobs pin theirs.
 */
public interface Pipeline {

  /** Lower-case name, as typed on the command line, such as {@code chunk}. */
  String name();

  /** Raised by one whenever the same input could give other bytes. */
  int version();

  /** One sentence for people. */
  String description();

  /** What one document is. */
  Unit unit();

  /** The parameters it takes, with ranges and defaults. */
  ParameterSet parameters();

  /** Names of the fields of a record, in order: the columns of CSV output. */
  List<String> recordFields();

  /** The stages in order, those of the job last; at least one of documents, names unique. */
  List<Stage<?>> stages();

  /** How many stages run on documents. */
  default int documentStages() {
    return (int) stages().stream().filter(stage -> !(stage instanceof Stage.OfJob<?>)).count();
  }

  /** How many documents the whole cluster may have in flight; configuration wins over it. */
  default Limit limit() {
    return Limit.NONE;
  }

  /** How an upload becomes documents. */
  enum Unit {
    /** One upload is one document. */
    FILE,
    /** Each line of an upload is one document; empty lines are none. */
    LINE
  }
}
