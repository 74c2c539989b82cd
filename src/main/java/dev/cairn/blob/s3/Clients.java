package dev.cairn.blob.s3;

import dev.cairn.blob.BlobConfig;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

/** Makes the client of a server. */
final class Clients {

  /** All tries of one request together take at most so many times as long as one may. */
  private static final int TIMES = 4;

  private Clients() {}

  /**
   * Speaks through event loops of the caller's: those of the library's own take two seconds to end.
   * Checksums of the client's own are off: not every server knows them, and ours are compared
   * whenever something is read.
   */
  static S3AsyncClient of(BlobConfig.S3 config, EventLoopGroup loops) {
    S3AsyncClientBuilder builder =
        S3AsyncClient.builder()
            .region(Region.of(config.region()))
            .forcePathStyle(config.pathStyle())
            .credentialsProvider(credentials(config))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(
                NettyNioAsyncHttpClient.builder()
                    .eventLoopGroup(SdkEventLoopGroup.create(loops, NioSocketChannel::new))
                    .maxConcurrency(64)
                    .connectionTimeout(Duration.ofSeconds(5))
                    .connectionAcquisitionTimeout(config.timeout())
                    .readTimeout(config.timeout())
                    .writeTimeout(config.timeout()))
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(config.attempts())
                                .build())
                        .apiCallAttemptTimeout(config.timeout())
                        .apiCallTimeout(config.timeout().multipliedBy(TIMES)));
    config.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static AwsCredentialsProvider credentials(BlobConfig.S3 config) {
    return config.accessKey().isPresent()
        ? StaticCredentialsProvider.create(
            AwsBasicCredentials.create(config.accessKey().get(), config.secretKey().orElseThrow()))
        : DefaultCredentialsProvider.builder().build();
  }
}
