package dev.cairn.model;

import dev.cairn.job.Command;
import dev.cairn.job.JobState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Everything together: the database, the nodes, the wire between them, and what goes wrong. */
final class World {

  /** So long after the last fault all jobs must have ended; the slowest of 20,000 took 20 s. */
  private static final long PATIENCE = 60_000;

  /** Statements in limbo are run within 10 s: so long the world goes on when all is done. */
  private static final long AFTERMATH = 15_000;

  private static final long LOOK = 500;

  private final Scenario scenario;
  private final Protocol protocol;
  private final Trace trace;
  private final SplittableRandom random;
  private final Agenda agenda;
  private final Judge judge = new Judge();
  private final Tables tables;
  private final Transactions transactions;
  private final Wire wire;
  private final List<Server> servers = new ArrayList<>();
  private final Server operator;
  private long restSince = Long.MAX_VALUE;
  private boolean over;

  World(Scenario scenario, Protocol protocol, Trace trace) {
    this.scenario = scenario;
    this.protocol = protocol;
    this.trace = trace;
    this.random = new SplittableRandom(Plan.mix(scenario.seed()));
    this.agenda = new Agenda(random.split());
    this.tables = new Tables(agenda, protocol, judge);
    this.transactions = new Transactions(tables);
    this.wire = new Wire(agenda, random, tables);
    this.operator = new Server(this);
  }

  /**
   * Lets everything happen.
   *
   * @throws Violation when a promise is broken
   */
  void run() {
    scenario.jobs().forEach(tables::submit);
    judge.watch(tables);
    for (int i = 0; i < scenario.nodes(); i++) {
      agenda.in(random.nextInt(100), this::boot);
    }
    scenario.faults().forEach(fault -> agenda.in(fault.at(), () -> strike(fault)));
    scenario
        .orders()
        .forEach(order -> agenda.in(order.at(), () -> order(order.job(), order.command())));
    agenda.in(scenario.end(), this::look);
    while (!over) {
      agenda.step();
    }
    tables.jobs.forEach(judge::countersAreTrue);
  }

  private void boot() {
    Server server = new Server(this);
    servers.add(server);
    server.start();
  }

  private void order(int job, Command command) {
    note("operator: %s job %d", command, job);
    wire.ask(operator, () -> transactions.order(tables.job(job), command), answer -> {});
  }

  private void strike(Fault fault) {
    note("%s", fault);
    List<Server> able = servers.stream().filter(Server::able).toList();
    switch (fault.kind()) {
      case RESTART_DATABASE -> wire.restart(servers, fault.length());
      case JOIN -> boot();
      case KILL, KILL_FOR_EVER, FREEZE, FREEZE_FOR_EVER, CUT, SHUT_DOWN -> {
        if (!able.isEmpty()) {
          strike(fault, able.get(fault.target() % able.size()));
        }
      }
    }
  }

  private void strike(Fault fault, Server server) {
    switch (fault.kind()) {
      case KILL -> {
        kill(server);
        agenda.in(fault.length(), this::boot);
      }
      case KILL_FOR_EVER -> kill(server);
      case FREEZE -> server.freeze(agenda.now() + fault.length());
      case FREEZE_FOR_EVER -> server.freeze(Long.MAX_VALUE);
      case CUT -> {
        disconnect(server.id());
        wire.cut(server);
      }
      case SHUT_DOWN -> {
        server.shutDown();
        agenda.in(fault.length(), this::boot);
      }
      case RESTART_DATABASE, JOIN -> {}
    }
  }

  /** The database hears of the end of a process at once, or late when its machine is gone too. */
  private void kill(Server server) {
    server.kill();
    int id = server.id();
    agenda.in(agenda.someTime(10, 20_000), () -> disconnect(id));
    wire.dropped(server);
  }

  private void disconnect(int node) {
    NodeRow row = tables.nodes.get(node);
    if (row != null) {
      row.connected = false;
    }
  }

  /** After the last fault: goes on until all jobs have ended, and a little longer. */
  private void look() {
    agenda.calm();
    if (servers.stream().noneMatch(Server::able)) {
      boot();
    }
    tables.jobs.forEach(this::encourage);
    if (!tables.jobs.stream().allMatch(job -> job.state.finished())) {
      restSince = Long.MAX_VALUE;
    } else if (restSince == Long.MAX_VALUE) {
      restSince = agenda.now();
    }
    over = restSince < agenda.now() - AFTERMATH;
    if (agenda.now() > scenario.end() + PATIENCE) {
      judge.neverEnds(tables.jobs);
    }
    agenda.in(LOOK, this::look);
  }

  /** Resumes what is paused, and has each job retry once what failed. */
  private void encourage(JobRow job) {
    if (job.state == JobState.PAUSED) {
      order(job.id, Command.RESUME);
    } else if (job.state.finished() && job.round == 0) {
      // Not by wire: a retry whose answer is lost would be given twice.
      transactions.order(job, Command.RETRY).advance();
    }
  }

  /** What all documents of a job have come to so far. */
  long digest(int job) {
    JobRow row = tables.job(job);
    long digest = 0;
    for (int seq = 0; seq < row.plan.documents(); seq++) {
      digest = Plan.mix(digest ^ row.valueBefore(seq, row.nextStage(seq)));
    }
    return digest;
  }

  /** What all jobs have come to: states, values and failures, not how that came about. */
  String results() {
    StringBuilder results = new StringBuilder();
    for (JobRow job : tables.jobs) {
      results.append(job.state).append(' ').append(Arrays.toString(job.failedTries));
      for (int seq = 0; seq <= job.plan.self(); seq++) {
        int next = job.nextStage(seq);
        results.append(' ').append(next).append(':').append(job.valueBefore(seq, next));
      }
      results.append('\n');
    }
    return results.toString();
  }

  void note(String what, Object... details) {
    trace.note(agenda.now(), what, details);
  }

  Agenda agenda() {
    return agenda;
  }

  Judge judge() {
    return judge;
  }

  Protocol protocol() {
    return protocol;
  }

  SplittableRandom random() {
    return random;
  }

  Tables tables() {
    return tables;
  }

  Transactions transactions() {
    return transactions;
  }

  Wire wire() {
    return wire;
  }
}
