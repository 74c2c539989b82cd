package dev.cairn.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.UUID;

/**
 * Makes UUIDs of version 7 (RFC 9562): 48 bits of Unix milliseconds, 12 bits of the fraction of one
 * (method 3), then random bits.
 */
final class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long MICROS_OF_MILLI = 1_000;
  private static final long FRACTIONS = 1 << 12;

  private Ids() {}

  static UUID next() {
    // The clock only makes ids sort by age, for people; no decision rests on it (promise 9).
    Instant now = Instant.now();
    long micros = now.getLong(ChronoField.MICRO_OF_SECOND) % MICROS_OF_MILLI;
    long fraction = micros * FRACTIONS / MICROS_OF_MILLI;
    long high = (now.toEpochMilli() << 16) | 0x7000 | fraction;
    long low = (RANDOM.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
