package dev.cairn.it;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A made-up document. The same seed makes the same documents.
 *
 * @param good whether the pipeline can read it
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record Paper(String name, String mediaType, byte[] content, boolean good) {

  private static final List<String> WORDS =
      List.of(
          ("stone path valley ridge cloud river morning walker marks the way over old snow and"
                  + " slow water Grüße über Straße niño señal élève forêt мост река 山 道 naïve 😀")
              .split(" "));

  /** Documents of varied kind and size, some of them bad. */
  static List<Paper> some(int count, long seed) {
    Random random = new Random(seed);
    List<Paper> papers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      papers.add(one(i, random));
    }
    return papers;
  }

  /** Documents that all can be read. */
  static List<Paper> good(int count, long seed) {
    return some(2 * count, seed).stream().filter(Paper::good).limit(count).toList();
  }

  private static Paper one(int i, Random random) {
    if (i % 29 == 7) {
      return new Paper("empty-" + i + ".txt", "text/plain", new byte[0], false);
    }
    if (i % 31 == 11) {
      byte[] noise = new byte[2_000];
      random.nextBytes(noise);
      return new Paper("noise-" + i + ".bin", "application/octet-stream", noise, false);
    }
    int size = 1_000 + random.nextInt(40_000);
    return switch (i % 3) {
      case 0 -> text("paper-" + i + ".txt", "text/plain", plain(size, random));
      case 1 -> text("paper-" + i + ".md", "text/markdown", markdown(size, random));
      default -> text("paper-" + i + ".html", "text/html", html(size, random));
    };
  }

  private static Paper text(String name, String mediaType, String text) {
    return new Paper(name, mediaType, text.getBytes(StandardCharsets.UTF_8), true);
  }

  private static String plain(int size, Random random) {
    StringBuilder text = new StringBuilder();
    while (text.length() < size) {
      text.append(paragraph(random)).append("\n\n");
    }
    return text.toString();
  }

  private static String markdown(int size, Random random) {
    StringBuilder text = new StringBuilder("# Walk ").append(random.nextInt(1_000)).append("\n\n");
    while (text.length() < size) {
      text.append("## Leg ").append(random.nextInt(100)).append("\n\n");
      text.append(paragraph(random)).append("\n\n- one\n- two\n\n");
    }
    return text.toString();
  }

  private static String html(int size, Random random) {
    StringBuilder text =
        new StringBuilder("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Walk ")
            .append(random.nextInt(1_000))
            .append("</title></head><body>");
    while (text.length() < size) {
      text.append("<h2>Leg ").append(random.nextInt(100)).append("</h2>");
      text.append("<p>").append(paragraph(random)).append("</p>\n");
    }
    return text.append("</body></html>").toString();
  }

  private static String paragraph(Random random) {
    StringBuilder text = new StringBuilder();
    for (int sentence = 2 + random.nextInt(5); sentence > 0; sentence--) {
      text.append("And");
      for (int word = 4 + random.nextInt(12); word > 0; word--) {
        text.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
      }
      text.append(". ");
    }
    return text.toString();
  }
}
