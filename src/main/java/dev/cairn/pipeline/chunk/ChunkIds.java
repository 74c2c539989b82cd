package dev.cairn.pipeline.chunk;

import dev.cairn.job.Content;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Stable ids: the first 128 bits of the SHA-256 of the document's bytes (by their hash), the
 * parameters, the chunk's number and place, and its text. The same upload cut in the same way has
 * the same ids in every job.
 */
final class ChunkIds {

  private static final int BYTES = 16;

  private final MessageDigest sha;
  private final byte[] common;

  ChunkIds(Content content, Settings settings) {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    String document = content.blob() + "+" + content.offset() + "+" + content.length();
    String cut = settings.tokenizer().label() + "+" + settings.size() + "+" + settings.overlap();
    common = (document + "\n" + cut + "\n").getBytes(StandardCharsets.UTF_8);
  }

  String id(int sequence, int start, String text) {
    sha.update(common);
    sha.update(ByteBuffer.allocate(8).putInt(sequence).putInt(start).array());
    sha.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(sha.digest(), 0, BYTES);
  }
}
