package dev.cairn.document.rows;

import static dev.cairn.document.rows.Hand.brief;
import static dev.cairn.document.rows.Hand.csv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.document.Expansion;
import dev.cairn.document.HeldBytes;
import dev.cairn.job.ProblemException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CsvRowsTest {

  private static final Limits SMALL = new Limits(64, 10, 5, Expansion.DEFAULT);

  @Test
  void valuesStayTheTextThatTheyAre() throws IOException {
    assertThat(brief(csv("id,n,t\n007,1.50, x \n")))
        .containsExactly("{\"id\":\"007\",\"n\":\"1.50\",\"t\":\" x \"}");
  }

  @Test
  void quotesHoldDelimitersLineEndsAndDoubledQuotes() throws IOException {
    assertThat(brief(csv("a,b\n\"x, \"\"y\"\"\nz\",2\n3,4\n")))
        .containsExactly("{\"a\":\"x, \\\"y\\\"\\nz\",\"b\":\"2\"}", "{\"a\":\"3\",\"b\":\"4\"}");
  }

  @Test
  void aQuoteInTheMiddleIsACharacter() throws IOException {
    assertThat(brief(csv("a,b\n5\" nail,say \"hi\"\n")))
        .containsExactly("{\"a\":\"5\\\" nail\",\"b\":\"say \\\"hi\\\"\"}");
  }

  @Test
  void linesEndInEveryWay() throws IOException {
    List<Row> rows = csv("a\n1\r\n2\r3\n\r\n\"4\r\n\"\r5");
    assertThat(brief(rows))
        .containsExactly(
            "{\"a\":\"1\"}",
            "{\"a\":\"2\"}",
            "{\"a\":\"3\"}",
            "{\"a\":\"4\\r\\n\"}",
            "{\"a\":\"5\"}");
    assertThat(rows).extracting(Row::line).containsExactly(2L, 3L, 4L, 6L, 8L);
    assertThat(rows).extracting(Row::number).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void aShortRowHasNullsAndALongOneIsBad() throws IOException {
    assertThat(brief(csv("a,b\n1\n1,2,3\n1,2,,\n")))
        .containsExactly(
            "{\"a\":\"1\",\"b\":null}", "3 too-many-fields", "{\"a\":\"1\",\"b\":\"2\"}");
  }

  @Test
  void columnsAreMadeUniqueAndNamed() throws IOException {
    HeldBytes bytes = HeldBytes.of("x.csv", "name,name,,name_2,name\n1,2,3,4,5\n");
    try (RowReader reader = RowReaders.open(bytes, Hand.CSV)) {
      assertThat(reader.columns())
          .containsExactly("name", "name_3", "column_3", "name_2", "name_4");
    }
  }

  @Test
  void withoutAHeaderColumnsAreNumbered() throws IOException {
    RowFormat bare = new RowFormat.Csv(List.of(), Encoding.UTF_8, ';', '\'', false);
    assertThat(brief(Hand.rows(HeldBytes.of("x.csv", "1;'a;b'\n2;c\n"), bare)))
        .containsExactly(
            "{\"column_1\":\"1\",\"column_2\":\"a;b\"}", "{\"column_1\":\"2\",\"column_2\":\"c\"}");
  }

  @Test
  void nothingAndAHeaderAloneHaveNoRows() throws IOException {
    assertThat(csv("")).isEmpty();
    assertThat(csv("\n\r\n")).isEmpty();
    assertThat(csv("a,b")).isEmpty();
    assertThat(csv("a,b\r\n")).isEmpty();
  }

  @Test
  void aThousandColumnsAreRead() throws IOException {
    String header =
        IntStream.range(0, 1_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    String row = String.join(",", Collections.nCopies(1_000, "v"));
    List<Row> rows = csv(header + "\n" + row + "\n");
    assertThat(rows).hasSize(1);
    assertThat(((Row.Good) rows.getFirst()).value("c999")).isEqualTo("v");
  }

  @Test
  void tooManyColumnsAreRefused() {
    assertThatThrownBy(
            () ->
                RowReaders.open(
                    HeldBytes.of("x.csv", "1,2,3,4,5,6\n"), Hand.CSV, Position.START, SMALL))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo("document-too-large"));
  }

  @Test
  void aLostQuoteDoesNotSwallowTheRest() throws IOException {
    String lost = "a,b\n1,\"x\n" + "2,y\n".repeat(100);
    assertThat(brief(small(lost))).hasSize(101).startsWith("2 unclosed-quote");
    assertThat(brief(small(lost)).subList(1, 101)).containsOnly("{\"a\":\"2\",\"b\":\"y\"}");
  }

  @Test
  void aLostQuoteIsFoundByTheNextOne() throws IOException {
    assertThat(brief(csv("a,b\n1,\"x\n2,\"y\"\n3,z\n")))
        .containsExactly(
            "2 text-after-quote", "{\"a\":\"2\",\"b\":\"y\"}", "{\"a\":\"3\",\"b\":\"z\"}");
    assertThat(brief(csv("a,b\n1,\"x\n2,y\n3,z\n")))
        .containsExactly(
            "2 unclosed-quote", "{\"a\":\"2\",\"b\":\"y\"}", "{\"a\":\"3\",\"b\":\"z\"}");
  }

  @Test
  void oneGiantLineIsBadAndTheOthersGoOn() throws IOException {
    List<Row> rows = small("a,b\n1,2\n" + "x".repeat(10_000) + "\n3,4\n");
    assertThat(brief(rows))
        .containsExactly(
            "{\"a\":\"1\",\"b\":\"2\"}", "3 line-too-long", "{\"a\":\"3\",\"b\":\"4\"}");
    assertThat(rows.get(1).span()).isEqualTo(new Span(8, 10_001));
  }

  @Test
  void bytesThatAreNoTextMakeABadRow() throws IOException {
    byte[] bytes =
        "a,b\n1,2\n3,\u00e9\n5,6\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(brief(Hand.rows(HeldBytes.of("x.csv", bytes), Hand.CSV)))
        .containsExactly(
            "{\"a\":\"1\",\"b\":\"2\"}", "3 invalid-encoding", "{\"a\":\"5\",\"b\":\"6\"}");
  }

  @Test
  void aReplacementCharacterThatStandsThereIsText() throws IOException {
    assertThat(brief(csv("a\n\uFFFD\n"))).containsExactly("{\"a\":\"\uFFFD\"}");
  }

  @Test
  void rowsKnowTheirBytes() throws IOException {
    HeldBytes bytes = HeldBytes.of("x.csv", "a,b\n1,é\r\n\"2\n\",3\n");
    List<Row> rows = Hand.rows(bytes, Hand.CSV);
    assertThat(rows).extracting(Row::span).containsExactly(new Span(4, 6), new Span(10, 7));
  }

  private static List<Row> small(String text) throws IOException {
    return Hand.rows(HeldBytes.of("rows.csv", text), Hand.CSV, Position.START, SMALL);
  }
}
