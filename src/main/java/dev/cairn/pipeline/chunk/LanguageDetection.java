package dev.cairn.pipeline.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import opennlp.tools.langdetect.LanguageDetector;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.langdetect.ThreadSafeLanguageDetectorME;

/**
 * Asks OpenNLP's model of 183 languages about a sample: the first, middle and last 4,000
 * characters, so that a foreign preface or a bibliography does not decide. The confidence is the
 * model's probability of the language, scaled down for texts with few letters.
 */
final class LanguageDetection {

  private static final int PART = 4_000;

  /** Fewer letters tell nothing: a name, a number, a heading. */
  private static final int LEAST_LETTERS = 20;

  /** Below this the second language is too near: gibberish, names, tables of numbers. */
  private static final double LEAST_CONFIDENCE = 0.3;

  /** Codes of single languages that ISO 639-1 has under their macrolanguage. */
  private static final Map<String, String> MEMBERS =
      Map.ofEntries(
          Map.entry("cmn", "zh"),
          Map.entry("arb", "ar"),
          Map.entry("pes", "fa"),
          Map.entry("lvs", "lv"),
          Map.entry("ekk", "et"),
          Map.entry("zsm", "ms"),
          Map.entry("swh", "sw"),
          Map.entry("als", "sq"),
          Map.entry("plt", "mg"),
          Map.entry("npi", "ne"),
          Map.entry("ory", "or"),
          Map.entry("uzn", "uz"),
          Map.entry("azj", "az"),
          Map.entry("khk", "mn"),
          Map.entry("ydd", "yi"));

  /** The model has 10 MB and takes 0.5 s to load: when first asked. */
  private static final class Lazy {
    static final LanguageDetector DETECTOR = load();
    static final Map<String, String> CODES = codes();

    private static LanguageDetector load() {
      try (InputStream in = LanguageDetection.class.getResourceAsStream("/langdetect-183.bin")) {
        if (in == null) {
          throw new IllegalStateException("the language model is not on the class path");
        }
        return new ThreadSafeLanguageDetectorME(new LanguageDetectorModel(in));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Map<String, String> codes() {
      Map<String, String> codes = new HashMap<>(MEMBERS);
      for (String two : Locale.getISOLanguages()) {
        codes.put(Locale.of(two).getISO3Language(), two);
      }
      return codes;
    }
  }

  private LanguageDetection() {}

  static Language of(String text) {
    String sample = sample(text);
    long letters = sample.codePoints().filter(Character::isLetter).count();
    if (letters < LEAST_LETTERS) {
      return new Language(Language.UNDETERMINED, 0);
    }
    opennlp.tools.langdetect.Language[] ranked = Lazy.DETECTOR.predictLanguages(sample);
    double first = ranked[0].getConfidence();
    double second = ranked[1].getConfidence();
    double confidence = Math.round((first - second) / (first + second) * 1000) / 1000.0;
    String code = ranked[0].getLang();
    return confidence < LEAST_CONFIDENCE
        ? new Language(Language.UNDETERMINED, confidence)
        : new Language(Lazy.CODES.getOrDefault(code, code), confidence);
  }

  private static String sample(String text) {
    if (text.length() <= 3 * PART) {
      return text;
    }
    int middle = text.length() / 2 - PART / 2;
    int last = text.length() - PART;
    return part(text, 0) + "\n" + part(text, middle) + "\n" + part(text, last);
  }

  private static String part(String text, int from) {
    int start = from > 0 && Character.isLowSurrogate(text.charAt(from)) ? from - 1 : from;
    int end = Math.min(text.length(), from + PART);
    return text.substring(start, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }
}
