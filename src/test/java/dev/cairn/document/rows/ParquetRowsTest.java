package dev.cairn.document.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.document.HeldBytes;
import dev.cairn.document.LocalBytes;
import dev.cairn.job.ProblemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class ParquetRowsTest {

  @Test
  void everyTypeBecomesAPlainValue() throws Exception {
    byte[] file =
        ParquetFiles.of(
            """
            select 1::tinyint as a, 18446744073709551615::ubigint as b,
              12345678901234567.89::decimal(20,2) as c, 1.1::float as d, true as e,
              date '2026-01-31' as f, timestamp '2026-03-29 02:30:00' as g,
              timestamptz '2026-01-31 12:00:00+02' as h, time '12:30:00' as i,
              [1, null, 2] as j, {'x': 'é', 'y': [{'z': 1.50::decimal(5,2)}]} as k,
              map {'p': 1} as l, '\\xFF'::blob as m, 'text'::blob as n,
              uuid '00000000-0000-0000-0000-000000000001' as o, null::integer as p,
              'nan'::double as q, [timestamp '2026-03-29 02:30:00'] as r
            """);
    assertThat(Hand.brief(Hand.rows(HeldBytes.of("x.parquet", file))))
        .containsExactly(
            "{\"a\":1,\"b\":18446744073709551615,\"c\":12345678901234567.89,\"d\":1.1,\"e\":true,"
                + "\"f\":\"2026-01-31\",\"g\":\"2026-03-29T02:30:00\",\"h\":\"2026-01-31T10:00:00Z\","
                + "\"i\":\"12:30:00\",\"j\":[1,null,2],\"k\":{\"x\":\"é\",\"y\":[{\"z\":1.50}]},"
                + "\"l\":{\"p\":1},\"m\":\"base64:/w==\",\"n\":\"text\","
                + "\"o\":\"00000000-0000-0000-0000-000000000001\",\"p\":null,\"q\":\"NaN\","
                + "\"r\":[\"2026-03-29T02:30:00\"]}");
  }

  @Test
  void damagedFilesAreRefused() throws Exception {
    Path bad = HeldBytes.data().resolve("datasets/parquet/bad_PARQUET-1481.parquet");
    assertThatThrownBy(() -> Hand.rows(LocalBytes.of(bad)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().detail()).doesNotContain("/").doesNotContain("TProtocol"));
  }

  @Test
  void theSandboxReadsItsFileAlone() throws Exception {
    Path other = HeldBytes.data().resolve("datasets/vega/seattle-weather.csv");
    Path own = HeldBytes.data().resolve("datasets/parquet/alltypes_plain.parquet");
    try (Sandbox sandbox = Sandbox.around(own);
        Statement statement = sandbox.connection().createStatement()) {
      assertThatThrownBy(() -> statement.execute("select * from '" + other + "'"))
          .isInstanceOf(SQLException.class);
    }
    try (Sandbox sandbox = Sandbox.around(own);
        Statement statement = sandbox.connection().createStatement()) {
      assertThatThrownBy(() -> statement.execute("set memory_limit = '8GB'"))
          .isInstanceOf(SQLException.class);
    }
  }
}
