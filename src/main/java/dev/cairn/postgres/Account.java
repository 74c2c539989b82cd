package dev.cairn.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As whom PostgreSQL's programs run. They refuse to run as root, so root starts them as somebody
 * who is not:
 *
 * <ul>
 *   <li>in a user namespace of their own, where root's user id has no name. Files stay root's, and
 *       nothing needs to be readable by others; but Docker's default profile forbids namespaces;
 *   <li>else as "nobody". The data folder is given to that user, and {@code CAP_DAC_OVERRIDE} lets
 *       it get there: root's home folder is closed to others.
 * </ul>
 *
 * @param prefix the words that a command line begins with
 * @param uid who must own the data folder
 */
record Account(List<String> prefix, long uid) {
  private static final long ROOT = 0;
  private static final long NOBODY = 65534;

  private static final Account NAMESPACE = new Account(List.of("unshare", "-U", "--"), ROOT);
  private static final Account SOMEBODY_ELSE =
      new Account(
          List.of(
              "setpriv",
              "--reuid=" + NOBODY,
              "--regid=" + NOBODY,
              "--clear-groups",
              "--inh-caps=-all,+dac_override",
              "--ambient-caps=+dac_override",
              // access(2), by which pg_ctl looks for the server, heeds the capability only with
              // this
              "--securebits=+no_setuid_fixup",
              "--"),
          NOBODY);
  static final List<Account> WAYS_OF_ROOT = List.of(NAMESPACE, SOMEBODY_ELSE);

  /** The first way that works here. */
  static Account find() {
    long uid = new UnixSystem().getUid();
    if (uid == ROOT) {
      return find(WAYS_OF_ROOT);
    }
    Account plain = new Account(List.of(), uid);
    // initdb insists on a name for the user id; in a namespace every id is "nobody". Containers
    // are often given an id that their list of users does not know.
    boolean isNameless = System.getProperty("user.name", "?").equals("?");
    return isNameless ? find(List.of(new Account(NAMESPACE.prefix, uid), plain)) : plain;
  }

  static Account find(List<Account> ways) {
    return ways.stream()
        .filter(Account::works)
        .findFirst()
        .orElseThrow(
            () ->
                new PostgresException.Unusable(
                    "PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works here to start it as somebody else; run Cairn as a normal user, or set CAIRN_DATABASE_URL"));
  }

  private boolean works() {
    return new Command(prefix, "true").run(Duration.ofSeconds(5)).succeeded();
  }

  Command command(Object... words) {
    return new Command(prefix, words);
  }

  /**
   * Gives the file, or the folder and all in it, to this account, if it is another's: only root
   * can.
   */
  void own(Path path) throws IOException {
    if (new UnixSystem().getUid() != ROOT || ownerOf(path) == uid) {
      return;
    }
    UserPrincipal owner =
        path.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(Long.toString(uid));
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.setOwner(file, owner);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            // the folder last: if we are cut off half-way, the next start sees it is not done
            Files.setOwner(visited, owner);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static long ownerOf(Path folder) throws IOException {
    return ((Number) Files.getAttribute(folder, "unix:uid")).longValue();
  }
}
