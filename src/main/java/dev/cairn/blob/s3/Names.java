package dev.cairn.blob.s3;

import java.util.UUID;

/**
 * How objects are called.
 *
 * @param prefix of all of them
 */
record Names(String prefix) {

  private static final String SUMS = ".sums";

  /** A blob. */
  String blob(String sha256) {
    return shelf(sha256.substring(0, 2)) + sha256.substring(2, 4) + "/" + sha256;
  }

  /** The sums of a blob. */
  String sums(String sha256) {
    return blob(sha256) + SUMS;
  }

  /** All blobs whose names begin with a byte. */
  String shelf(String first) {
    return prefix + first + "/";
  }

  /** The blob that an object is, or has the sums of. */
  static String blobOf(String key) {
    return last(key).replace(SUMS, "");
  }

  /** The pieces of all blobs that arrive in one go. */
  String arriving() {
    return prefix + "arriving/";
  }

  /** The pieces of all drafts. */
  String drafts() {
    return prefix + "drafts/";
  }

  /** The pieces of one draft. */
  String draft(UUID upload) {
    return drafts() + upload + "/";
  }

  /** The signs that blobs are being removed. */
  String leaving() {
    return prefix + "leaving/";
  }

  /** The signs that one blob is being removed. */
  String leaving(String sha256) {
    return leaving() + sha256 + "/";
  }

  /** Whose the bucket is. */
  String owner() {
    return prefix + "owner";
  }

  /** What follows the last slash. */
  static String last(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** What stands between the last two slashes. */
  static String folder(String key) {
    return last(key.substring(0, key.lastIndexOf('/')));
  }
}
