package dev.cairn.cli;

/** The client alone, as in the native binary: it has no server to start. */
final class ClientOnly implements LocalServer {

  private static final String WHY =
      "this is the client alone and no server answers: start one with the full distribution"
          + " (cairn serve), or name one with --server or CAIRN_SERVER";

  @Override
  public Running start(ServerOptions options) throws CannotStart {
    throw new CannotStart(WHY);
  }

  @Override
  public int serve(ServerOptions options) throws CannotStart {
    throw new CannotStart(WHY);
  }
}
