package dev.cairn.blob;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where blobs are kept. */
@ConfigMapping(prefix = "cairn.blob")
public interface BlobConfig {

  /**
   * {@code file}: in a folder, which all servers on one database share. {@code postgres}: in the
   * database. {@code s3}: in a bucket of any server that speaks as S3 does.
   */
  @WithDefault("file")
  String store();

  /** The folder of {@code file}; made when missing. */
  Path folder();

  /** Of {@code s3}; not looked at otherwise. */
  S3 s3();

  /** Where the bucket is, and how it is spoken to. */
  interface S3 {

    /** Its name. It must be there. */
    Optional<String> bucket();

    /** The server's URL; AWS when absent. */
    Optional<URI> endpoint();

    /** The bucket's region; most servers but AWS don't care. */
    @WithDefault("us-east-1")
    String region();

    /** What the names of all objects begin with, such as {@code cairn/}. */
    Optional<String> prefix();

    /** Whether the bucket is in the path of URLs and not in the host's name, as most want it. */
    @WithDefault("false")
    boolean pathStyle();

    /**
     * Together with {@link #secretKey}. When absent they are looked for where AWS keeps them:
     * environment, profile, role of the container or machine.
     */
    Optional<String> accessKey();

    /** Never logged. */
    Optional<String> secretKey();

    /** A folder of this machine for what is on its way to the bucket: 16 MB for each blob. */
    Path scratch();

    /** A request that takes longer is tried again. */
    @WithDefault("30s")
    Duration timeout();

    /** How often a request is tried, with growing pauses. */
    @WithDefault("6")
    int attempts();
  }
}
