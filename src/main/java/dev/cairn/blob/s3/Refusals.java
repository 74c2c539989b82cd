package dev.cairn.blob.s3;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What a refusal means, in words. They hold no more of what the server said than its code: it
 * repeats what was sent to it.
 */
final class Refusals {

  private final String where;

  /**
   * @param where bucket and server, for people
   */
  Refusals(String where) {
    this.where = where;
  }

  /**
   * @param key the object that was asked for
   */
  IOException of(Throwable failure, String key) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case S3Exception refused -> refused(refused, key);
      case ApiCallTimeoutException late -> silent(late);
      case ApiCallAttemptTimeoutException late -> silent(late);
      case SdkClientException client when aboutCredentials(client) ->
          new IOException(
              "there are no credentials for "
                  + where
                  + ": set cairn.blob.s3.access-key and cairn.blob.s3.secret-key, or give them in one of AWS's own ways",
              client);
      case IOException io -> io;
      default -> new IOException(where + " can't be reached: " + rootOf(cause).getMessage(), cause);
    };
  }

  private IOException silent(Throwable late) {
    return new IOException(where + " does not answer in time (cairn.blob.s3.timeout)", late);
  }

  private IOException refused(S3Exception refused, String key) {
    AwsErrorDetails details = refused.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : " " + details.errorCode();
    String answer = refused.statusCode() + code;
    if (code.equals(" NoSuchBucket")) {
      return new IOException(
          where + " does not exist: make the bucket, or correct cairn.blob.s3.bucket", refused);
    }
    return switch (refused.statusCode()) {
      case 404 -> new NoSuchFileException(key, null, "not in " + where);
      case 301, 400 ->
          new IOException(
              where + " does not take it (" + answer + "): is cairn.blob.s3.region right?",
              refused);
      case 401, 403 ->
          new IOException(
              where
                  + " refuses access ("
                  + answer
                  + "): check cairn.blob.s3.access-key and cairn.blob.s3.secret-key, and that they may list, read, write and delete there",
              refused);
      default -> new IOException(where + " refuses (" + answer + ")", refused);
    };
  }

  private static boolean aboutCredentials(SdkClientException failure) {
    String message = failure.getMessage();
    return message != null && message.contains("Unable to load credentials");
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
