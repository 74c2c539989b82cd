package dev.cairn.store;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows on their way into a statement as one array a column, for {@code unnest}. */
final class Rows {

  private final Class<?>[] types;
  private final List<List<@Nullable Object>> columns = new ArrayList<>();

  /**
   * @param types of the columns; bytes travel as the driver's own {@link Buffer}, since it does not
   *     know Mutiny's
   */
  Rows(Class<?>... types) {
    this.types = types.clone();
    for (int i = 0; i < types.length; i++) {
      columns.add(new ArrayList<>());
    }
  }

  /** Adds one row; a value for each column. */
  void add(@Nullable Object... row) {
    if (row.length != types.length) {
      throw new IllegalArgumentException(row.length + " values for " + types.length + " columns");
    }
    for (int column = 0; column < row.length; column++) {
      columns.get(column).add(row[column]);
    }
  }

  /** Appends one array a column to the parameters. */
  void bind(Tuple tuple) {
    for (int column = 0; column < types.length; column++) {
      List<@Nullable Object> values = columns.get(column);
      tuple.addValue(values.toArray((Object[]) Array.newInstance(types[column], values.size())));
    }
  }
}
