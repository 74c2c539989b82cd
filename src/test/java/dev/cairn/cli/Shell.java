package dev.cairn.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the program inside the test as a shell would, in a folder with an environment. */
final class Shell {

  /** What a command left behind. */
  record Ran(int exit, String out, String err) {}

  final Map<String, String> env = new HashMap<>();
  final List<ServerOptions> started = new ArrayList<>();
  final Path folder;
  Screen screen = Screen.plain();
  LocalServer localServer = new ClientOnly();
  int stopped;

  /** Port 9 (discard) of loopback: nobody answers there. */
  URI usualServer = URI.create("http://127.0.0.1:9");

  Shell(Path folder) {
    this.folder = folder;
    env.put("CAIRN_HOME", folder.resolve("home").toString());
  }

  /** With a server that is already there. */
  static Shell with(Path folder, Peer peer) {
    Shell shell = new Shell(folder);
    shell.env.put("CAIRN_SERVER", peer.url().toString());
    return shell;
  }

  /** What is started when no server answers; it names no other way to reach it. */
  Shell canStart(Peer peer) {
    localServer =
        new LocalServer() {
          @Override
          public Running start(ServerOptions options) {
            started.add(options);
            return new Running() {
              @Override
              public URI url() {
                return peer.url();
              }

              @Override
              public void close() {
                stopped++;
              }
            };
          }

          @Override
          public int serve(ServerOptions options) {
            started.add(options);
            return 0;
          }
        };
    return this;
  }

  Ran run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(out, new PrintStream(err, true, StandardCharsets.UTF_8), screen);
    Places places = new Places(folder, usualServer);
    int exit =
        Cairn.run(args, new Surroundings(env, terminal, Clock.systemUTC(), places, localServer));
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
