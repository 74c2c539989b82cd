package dev.cairn.document.rows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/**
 * Values of DuckDB as plain ones. Decimals stay exact; dates and times are ISO 8601; bytes that are
 * text are text (many writers don't say that a column is), others are Base64 behind {@code
 * base64:}.
 */
final class ParquetValues {

  static final String BASE64 = "base64:";

  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);

  private ParquetValues() {}

  static @Nullable Object plain(ResultSet results, int column) throws SQLException {
    Object value = results.getObject(column);
    if (value instanceof Timestamp) {
      // A Timestamp is in the machine's time zone, in which some times don't exist.
      return iso(results.getObject(column, LocalDateTime.class));
    }
    return plain(value);
  }

  private static @Nullable Object plain(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Boolean bool -> bool;
      case Long number -> number;
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case Double number -> number;
      // Its shortest decimal: 1.1f is 1.1, not 1.100000023841858.
      case Float number -> Double.valueOf(number.toString());
      case BigDecimal number -> number;
      case BigInteger number -> integer(number);
      default -> other(value);
    };
  }

  private static Object integer(BigInteger number) {
    return number.compareTo(LONG_MIN) >= 0 && number.compareTo(LONG_MAX) <= 0
        ? (Object) number.longValue()
        : new BigDecimal(number);
  }

  private static @Nullable Object other(Object value) throws SQLException {
    return switch (value) {
      case Timestamp time -> iso(time.toLocalDateTime());
      case LocalDateTime time -> iso(time);
      case OffsetDateTime time -> iso(time);
      case Date date -> date.toLocalDate().toString();
      case Time time -> DateTimeFormatter.ISO_LOCAL_TIME.format(time.toLocalTime());
      case LocalTime time -> DateTimeFormatter.ISO_LOCAL_TIME.format(time);
      case Blob blob -> bytes(blob.getBytes(1, (int) blob.length()));
      case byte[] bytes -> bytes(bytes);
      case DuckDBStruct struct -> object(struct.getMap());
      case Map<?, ?> map -> object(map);
      case Array array -> list((@Nullable Object[]) array.getArray());
      case Object[] array -> list(array);
      default -> value.toString();
    };
  }

  private static String iso(LocalDateTime time) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }

  private static String iso(OffsetDateTime time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        time.withOffsetSameInstant(ZoneOffset.UTC));
  }

  private static String bytes(byte[] bytes) {
    return Utf8.valid(bytes, 0, bytes.length)
        ? new String(bytes, StandardCharsets.UTF_8)
        : BASE64 + Base64.getEncoder().encodeToString(bytes);
  }

  private static Map<String, @Nullable Object> object(Map<?, ?> map) throws SQLException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      object.put(String.valueOf(plain(entry.getKey())), plain(entry.getValue()));
    }
    return Collections.unmodifiableMap(object);
  }

  private static List<@Nullable Object> list(@Nullable Object[] array) throws SQLException {
    List<@Nullable Object> list = new ArrayList<>(array.length);
    for (Object element : array) {
      list.add(plain(element));
    }
    return Collections.unmodifiableList(list);
  }
}
