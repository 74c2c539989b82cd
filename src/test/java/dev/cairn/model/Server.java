package dev.cairn.model;

import java.util.LinkedHashSet;
import java.util.Set;

/** A node's process: keeps itself alive in the database, asks for work, hears of pauses. */
final class Server {

  private static final int NOT_ENTERED = 0;
  private static final long SHUTDOWN_LIMIT = 1_000;

  final Set<Wire.Call<?>> calls = new LinkedHashSet<>();
  private final World world;
  private final Lanes lanes;
  private int id = NOT_ENTERED;
  private long frozenUntil;
  private boolean dead;
  private boolean leaving;
  private boolean beating;
  private boolean claiming;
  private boolean splitting;
  private boolean nothingToGet;

  Server(World world) {
    this.world = world;
    this.lanes = new Lanes(this, world);
  }

  /** Does something after a while, unless the process is gone or frozen by then. */
  void later(long delay, Runnable action) {
    world.agenda().in(delay, () -> act(action));
  }

  private void act(Runnable action) {
    long now = world.agenda().now();
    if (now < frozenUntil) {
      if (frozenUntil < Long.MAX_VALUE) {
        world.agenda().in(frozenUntil - now, () -> act(action));
      }
    } else if (!dead) {
      action.run();
    }
  }

  /** Whether it will do anything again. */
  boolean able() {
    return !dead && frozenUntil < Long.MAX_VALUE;
  }

  int id() {
    return id;
  }

  boolean leaving() {
    return leaving;
  }

  void start() {
    enter();
    tick();
  }

  private void enter() {
    world.wire().ask(this, world.transactions()::register, answer -> entered(answer.answer()));
  }

  private void entered(int given) {
    id = given;
    world.note("node %d enters", id);
    wake();
  }

  private void tick() {
    if (!beating && id != NOT_ENTERED && !leaving) {
      beating = true;
      int me = id;
      world
          .wire()
          .ask(this, () -> world.transactions().heartbeat(me), answer -> heard(answer.answer()));
    }
    later(Protocol.HEARTBEAT, this::tick);
  }

  private void heard(Transactions.Beat beat) {
    if (!beat.alive()) {
      world.note("node %d hears that it is dead, and begins anew", id);
      lanes.lose();
      beating = false;
      id = NOT_ENTERED;
      enter();
      return;
    }
    for (Transactions.Held held : beat.held()) {
      if (!held.working()) {
        lanes.halt(held.grant().span().job());
      }
      if (!claiming && world.protocol().lostClaimsAreFound() && !lanes.knows(held.grant())) {
        world.note("node %d holds unknowingly %s", id, held.grant());
        lanes.giveBack(held.grant());
      }
    }
    rescue();
  }

  private void rescue() {
    int me = id;
    world.wire().ask(this, () -> Rescue.by(world.tables(), me), this::rescued);
  }

  private void rescued(Rescue rescue) {
    beating = false;
    for (JobRow job : rescue.freed()) {
      world.note("node %d rescued ranges of job %d", id, job.id);
      if (!world.protocol().rescueSettles()) {
        world.wire().ask(this, () -> world.transactions().settle(job), answer -> {});
      }
    }
    wake();
  }

  /** There may be something to be had. */
  void wake() {
    nothingToGet = false;
    split();
    lanes.fill();
  }

  private void split() {
    for (JobRow job : world.tables().jobs) {
      if (!splitting && !job.split && job.state.working()) {
        splitting = true;
        world
            .wire()
            .ask(
                this,
                () -> world.transactions().splitPiece(job),
                answer -> {
                  splitting = false;
                  wake();
                });
      }
    }
  }

  /** Asks for a range, once at a time, unless it knows that there is none. */
  void claim() {
    if (claiming || nothingToGet || leaving || id == NOT_ENTERED) {
      return;
    }
    claiming = true;
    int me = id;
    world
        .wire()
        .ask(this, () -> new Claim(world.tables(), me, world.random()), this::claimAnswered);
  }

  private void claimAnswered(Claim claim) {
    claiming = false;
    Grant grant = claim.grant();
    nothingToGet = grant == null;
    if (grant != null && grant.fence().node() == id && !leaving) {
      world.note("node %d is granted %s", id, grant);
      lanes.take(grant);
    }
    lanes.fill();
  }

  /** SIGKILL. */
  void kill() {
    dead = true;
  }

  /** SIGSTOP, and SIGCONT at that time. */
  void freeze(long until) {
    frozenUntil = Math.max(frozenUntil, until);
  }

  /** SIGTERM: begins nothing more, gives back what it can in time, and leaves. */
  void shutDown() {
    leaving = true;
    lanes.haltAll();
    later(SHUTDOWN_LIMIT, this::leave);
  }

  private void leave() {
    int me = id;
    world.wire().ask(this, () -> Rescue.leave(world.tables(), me), answer -> dead = true);
  }
}
