package dev.cairn.store;

import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows on their way into a statement as one array a column, for {@code unnest}. */
final class Rows {

  private final Class<?>[] types;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  Rows(Class<?>... types) {
    this.types = types.clone();
  }

  /** Adds one row; a value for each column. */
  void add(@Nullable Object... row) {
    if (row.length != types.length) {
      throw new IllegalArgumentException(row.length + " values for " + types.length + " columns");
    }
    rows.add(row);
  }

  /** Appends one array a column to the parameters. */
  void bind(Tuple tuple) {
    for (int column = 0; column < types.length; column++) {
      tuple.addValue(column(column));
    }
  }

  private Object column(int column) {
    // The mutiny Buffer is a shell the driver does not know; it wants the bare one.
    boolean buffers = types[column] == Buffer.class;
    Class<?> type = buffers ? io.vertx.core.buffer.Buffer.class : types[column];
    Object[] array = (Object[]) Array.newInstance(type, rows.size());
    for (int i = 0; i < array.length; i++) {
      Object value = rows.get(i)[column];
      array[i] = value instanceof Buffer buffer ? buffer.getDelegate() : value;
    }
    return array;
  }
}
