package dev.cairn.document.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.document.Bytes;
import dev.cairn.document.HeldBytes;
import dev.cairn.document.LocalBytes;
import dev.cairn.document.rows.RowReader;
import dev.cairn.document.rows.RowReaders;
import dev.cairn.document.rows.Sniffed;
import dev.cairn.document.rows.Sniffer;
import dev.cairn.document.table.Frequency.Unit;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against real tables; what is expected was counted by hand. */
class TableProfilerTest {

  @ParameterizedTest
  @CsvSource({
    "timeseries/5min_yosemite_temps.csv,         ds,   5,  MINUTE, 2017-05-01, 2017-07-05",
    "timeseries/co2_weekly_mauna_loa.csv,        date, 1,  WEEK,   1958-03-29, 2001-12-29",
    "timeseries/daily_wp_log_R_outliers1.csv,    ds,   1,  DAY,    2008-01-30, ",
    "timeseries/daily_wp_log_peyton_manning.csv, ds,   1,  DAY,    2007-12-10, 2016-01-20",
    "timeseries/elnino_monthly_wide.csv,         YEAR, 1,  YEAR,   1950-01-01, 2010-01-01",
    "timeseries/monthly_retail_sales.csv,        ds,   1,  MONTH,  1992-01-01, 2016-05-01",
    "timeseries/nile_yearly.csv,                 year, 1,  YEAR,   1871-01-01, 1970-01-01",
    "timeseries/sunspots_yearly.csv,             YEAR, 1,  YEAR,   1700-01-01, 2008-01-01",
    "datasets/vega/co2-concentration.csv,        Date, 1,  MONTH,  1958-03-01, ",
    "datasets/vega/seattle-weather.csv,          date, 1,  DAY,    2012-01-01, 2015-12-31",
    "datasets/vega/gapminder.json,               year, 5,  YEAR,   1955-01-01, 2005-01-01"
  })
  void theFrequencyOfRealSeriesIsFound(
      String file, String date, int every, Unit unit, String first, String last)
      throws IOException {
    TimeSeries series = Objects.requireNonNull(profile(file).timeSeries(), file);
    assertThat(series.dateColumn()).isEqualTo(date);
    assertThat(series.frequency()).isEqualTo(new Frequency(every, unit));
    if (!file.contains("outliers")) {
      assertThat(series.span().first()).startsWith(first);
    }
    if (last != null) {
      assertThat(series.span().last()).startsWith(last);
    }
  }

  @Test
  void gapsAreFoundAndCounted() throws IOException {
    TimeSeries series =
        Objects.requireNonNull(
            csv("day,x\n2026-01-01,1\n2026-01-02,2\n2026-01-05,3\n2026-01-06,4\n").timeSeries());
    assertThat(series.frequency()).isEqualTo(new Frequency(1, Unit.DAY));
    assertThat(series.gaps().first())
        .containsExactly(new TimeSeries.Gap("2026-01-02", "2026-01-05", 2));
    assertThat(series.gaps().missing()).isEqualTo(2);
  }

  @Test
  void theTitanicIsTypedAndItsQuestionMarksAreNulls() throws IOException {
    TableProfile titanic = profile("datasets/croissant-titanic/data/titanic.csv");
    assertThat(titanic.rows()).isEqualTo(1_309);
    assertThat(titanic.badRows()).isZero();
    assertThat(titanic.timeSeries()).isNull();
    Column age = titanic.column("age").orElseThrow();
    assertThat(age.type()).isEqualTo(ColumnType.NUMERIC);
    assertThat(age.counts().nulls()).isEqualTo(263);
    assertThat(age.nullSpellings()).containsExactly(java.util.Map.entry("?", 263L));
    assertThat(age.range().least()).isEqualTo("0.1667");
    assertThat(age.range().most()).isEqualTo("80");
    Column sex = titanic.column("sex").orElseThrow();
    assertThat(sex.type()).isEqualTo(ColumnType.STRING);
    assertThat(sex.counts().distinct()).isEqualTo(2);
    assertThat(sex.range().samples()).containsExactly("female", "male");
  }

  @Test
  void typesAreWhatTheValuesAre() throws IOException {
    TableProfile table =
        csv(
            """
            id,zip,ok,when,price,big
            1,01234,yes,31.12.2025,"1,5","1,000"
            2,04321,no,01.02.2026,"2,25","2,500,000.5"
            3,00001,yes,15.03.2026,NA,3
            """);
    assertThat(table.columns())
        .extracting(Column::type)
        .containsExactly(
            ColumnType.NUMERIC,
            ColumnType.STRING,
            ColumnType.BOOLEAN,
            ColumnType.DATETIME,
            ColumnType.NUMERIC,
            ColumnType.NUMERIC);
    assertThat(table.column("when").orElseThrow().range().least()).isEqualTo("2025-12-31");
    assertThat(table.column("price").orElseThrow().range().most()).isEqualTo("2.25");
    assertThat(table.column("big").orElseThrow().range().most()).isEqualTo("2500000.5");
  }

  @Test
  void messyColumnsAreStringsAndColumnsMayBeMissing() throws IOException {
    TableProfile movies = profile("datasets/vega/movies.json");
    assertThat(movies.rows()).isEqualTo(3_201);
    assertThat(movies.column("Title").orElseThrow().type()).isEqualTo(ColumnType.STRING);
    assertThat(movies.column("US Gross").orElseThrow().type()).isEqualTo(ColumnType.NUMERIC);
    assertThat(movies.column("Release Date").orElseThrow().type()).isEqualTo(ColumnType.DATETIME);
    TableProfile sparse = of(HeldBytes.of("x.jsonl", "{\"a\":1}\n{\"b\":true}\n{\"a\":2}\n"));
    assertThat(sparse.columns()).extracting(Column::name).containsExactly("a", "b");
    assertThat(sparse.columns())
        .extracting(column -> column.counts().nulls())
        .isEqualTo(List.of(1L, 2L));
  }

  private static TableProfile csv(String text) throws IOException {
    return of(HeldBytes.of("x.csv", text));
  }

  private static TableProfile profile(String file) throws IOException {
    return of(LocalBytes.of(HeldBytes.data().resolve(file)));
  }

  private static TableProfile of(Bytes bytes) throws IOException {
    try (RowReader reader =
        RowReaders.open(bytes, ((Sniffed.Rows) Sniffer.sniff(bytes)).format())) {
      return TableProfiler.profile(reader);
    }
  }
}
