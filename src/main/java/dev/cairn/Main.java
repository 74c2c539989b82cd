package dev.cairn;

import dev.cairn.cli.Cairn;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Decides before Quarkus starts: client commands never load it. */
@QuarkusMain
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(Cairn.run(args, new ServerProcess()));
  }
}
