package dev.cairn.document.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Large files in processes with a small heap: what is held does not depend on the size. Multiplied
 * by {@code -Dcairn.large=10} and the like, where a sheet ends at its million rows.
 */
class HeapTest {

  private static final int SHEET_ROWS = 1_048_575;

  @ParameterizedTest
  @CsvSource({
    "csv,          48m, 2000000, '2000000 good, 0 bad'",
    "csv.gz,       48m, 2000000, '2000000 good, 0 bad'",
    "jsonl,        48m, 2000000, '2000000 good, 0 bad'",
    "json,         48m, 2000000, '2000000 good, 0 bad'",
    "parquet,      64m, 2000000, '2000000 good, 0 bad'",
    "xlsx,         64m, 400000,  '400000 good, 0 bad'",
    "giant.jsonl,  64m, 100000000, '1 good, 1 bad'",
    "giant.json,   64m, 100000000, '1 good, 1 bad'",
    "giant.csv,    64m, 100000000, '1 good, 1 bad'",
    "profile.csv,  64m, 500000,  '500000 good, 0 bad'"
  })
  void theHeapDoesNotGrowWithTheFile(String format, String heap, int rows, String expected)
      throws Exception {
    int times = format.startsWith("giant") ? 1 : Integer.getInteger("cairn.large", 1);
    int all = format.equals("xlsx") ? Math.min(rows * times, SHEET_ROWS) : rows * times;
    assertThat(ChildJvm.run(HeapChild.class, heap, format, String.valueOf(all)))
        .isEqualTo(expected.replace(String.valueOf(rows), String.valueOf(all)));
  }
}
