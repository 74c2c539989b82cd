package dev.cairn.document.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged bytes give rows or a reason, and never a crash, a full heap or no end. A second each with
 * the same seed; longer and anew with {@code -Dcairn.fuzz.seconds=600 -Dcairn.fuzz.seed=7}.
 */
class FuzzTest {

  private static final int SECONDS = Integer.getInteger("cairn.fuzz.seconds", 1);
  private static final int SEED = Integer.getInteger("cairn.fuzz.seed", 1);

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl", "json", "json-oracle", "xlsx", "parquet", "archive"})
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void damagedBytesGiveRowsOrAReason(String target) throws Exception {
    String said =
        ChildJvm.run(
            FuzzChild.class, "128m", target, String.valueOf(SECONDS), String.valueOf(SEED));
    assertThat(said).contains("fine after some tries: true");
  }
}
