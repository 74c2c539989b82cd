package dev.cairn.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries statements to the database and answers back, slowly and not reliably. A client asks again
 * until it has an answer; what it asked before may then be run as well, much later, or both.
 */
final class Wire {

  private static final int LONGEST_LIMBO = 10_000;

  /** A request, however often it must be sent. */
  static final class Call<S extends Statement> {
    private final Server client;
    private final Supplier<S> what;
    private final Consumer<S> answered;
    private @Nullable Sending<S> current;

    private Call(Server client, Supplier<S> what, Consumer<S> answered) {
      this.client = client;
      this.what = what;
      this.answered = answered;
    }
  }

  /** One sending of it. */
  private static final class Sending<S extends Statement> {
    private final Call<S> call;
    private final S statement;
    private long heldUntil;
    private boolean begun;
    private boolean idle;
    private boolean over;

    private Sending(Call<S> call) {
      this.call = call;
      this.statement = call.what.get();
    }
  }

  private final Agenda agenda;
  private final SplittableRandom random;
  private final Tables tables;
  private final Set<Sending<?>> underWay = new LinkedHashSet<>();
  private final List<Sending<?>> waiting = new ArrayList<>();
  private boolean up = true;

  Wire(Agenda agenda, SplittableRandom random, Tables tables) {
    this.agenda = agenda;
    this.random = random;
    this.tables = tables;
  }

  /** Has a statement run, and sends it again as long as no answer comes. */
  <S extends Statement> void ask(Server client, Supplier<S> what, Consumer<S> answered) {
    Call<S> call = new Call<>(client, what, answered);
    client.calls.add(call);
    send(call);
  }

  private <S extends Statement> void send(Call<S> call) {
    if (up) {
      Sending<S> sending = new Sending<>(call);
      call.current = sending;
      underWay.add(sending);
      agenda.in(agenda.someTime(5, 3_000), () -> run(sending));
    } else {
      sendAgain(call);
    }
  }

  private <S extends Statement> void sendAgain(Call<S> call) {
    call.current = null;
    call.client.later(agenda.someTime(300, 3_000), () -> send(call));
  }

  private <S extends Statement> void run(Sending<S> sending) {
    if (sending.over) {
      return;
    }
    if (agenda.now() < sending.heldUntil) {
      agenda.in(sending.heldUntil - agenda.now(), () -> run(sending));
      return;
    }
    sending.begun = true;
    switch (sending.statement.advance()) {
      case WAITS -> waiting.add(sending);
      case GOES_ON -> {
        if (sending.statement.awaitsClient()) {
          converse(sending);
        } else {
          agenda.in(agenda.someTime(3, 2_000), () -> run(sending));
        }
      }
      case DONE -> {
        end(sending);
        agenda.in(agenda.someTime(5, 3_000), () -> deliver(sending));
      }
    }
  }

  /** A transaction of several statements: the client must see the first one's answer. */
  private <S extends Statement> void converse(Sending<S> sending) {
    sending.idle = true;
    sending.call.client.later(
        agenda.someTime(5, 1_000),
        () -> {
          sending.idle = false;
          agenda.in(agenda.someTime(5, 1_000), () -> run(sending));
        });
    long limit = tables.protocol.idleInTransaction();
    if (limit < Long.MAX_VALUE) {
      agenda.in(limit, () -> expire(sending));
    }
  }

  private void expire(Sending<?> sending) {
    if (sending.idle && !sending.over) {
      abort(sending);
      if (sending.call.current == sending) {
        sendAgain(sending.call);
      }
    }
  }

  private void abort(Sending<?> sending) {
    if (!sending.over) {
      sending.statement.rollBack();
      end(sending);
    }
  }

  /** All that waits for a lock tries again. */
  private void end(Sending<?> sending) {
    sending.over = true;
    underWay.remove(sending);
    waiting.forEach(each -> agenda.in(0, () -> run(each)));
    waiting.clear();
  }

  private <S extends Statement> void deliver(Sending<S> sending) {
    Call<S> call = sending.call;
    call.client.later(
        0,
        () -> {
          if (call.current == sending) {
            call.client.calls.remove(call);
            call.answered.accept(sending.statement);
          }
        });
  }

  /** The connections of a client are cut; it asks again for all that it has no answer to. */
  void cut(Server client) {
    List.copyOf(client.calls)
        .forEach(
            call -> {
              if (call.current != null) {
                sever(call.current);
                sendAgain(call);
              }
            });
  }

  /** A client is gone. What it sent may still be run, at any time. */
  void dropped(Server client) {
    client.calls.forEach(
        call -> {
          if (call.current != null) {
            sever(call.current);
          }
        });
  }

  /** What was sent never arrives, or does, or lies in limbo for long; what was begun may break. */
  private void sever(Sending<?> sending) {
    int luck = random.nextInt(3);
    if (luck == 0 || sending.idle) {
      abort(sending);
    } else if (luck == 1 && !sending.begun) {
      sending.heldUntil = agenda.now() + random.nextInt(LONGEST_LIMBO);
    }
  }

  /** The database restarts: nothing begun is committed, all answers are lost. */
  void restart(List<Server> clients, long downtime) {
    for (Sending<?> sending : List.copyOf(underWay)) {
      if (sending.begun || random.nextBoolean()) {
        abort(sending);
      }
    }
    up = false;
    agenda.in(downtime, () -> up = true);
    tables.nodes.values().forEach(node -> node.connected = false);
    clients.forEach(this::cut);
  }
}
