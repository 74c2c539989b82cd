package dev.cairn.document.rows;

import dev.cairn.document.Bytes;
import dev.cairn.document.Compression;
import dev.cairn.job.ProblemException;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;

/** A workbook that was found within bounds. */
record Workbook(Held file, ReadableWorkbook book) implements Closeable {

  static Workbook open(Bytes bytes, List<Compression> packing, Limits limits) throws IOException {
    Held file = Held.of(bytes, packing, limits);
    try {
      SheetBounds.check(file.path(), limits);
      return new Workbook(file, sound(() -> book(file.path().toFile())));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Formats of cells tell dates; a workbook without a part for styles has none. */
  private static ReadableWorkbook book(File file) throws IOException {
    try {
      return new ReadableWorkbook(file, new ReadingOptions(true, true));
    } catch (ExcelReaderException e) {
      return new ReadableWorkbook(file, new ReadingOptions(false, true));
    }
  }

  /** The bytes are here, so whatever fails now, fails because of them. */
  static <T> T sound(Callable<T> parser) {
    try {
      return parser.call();
    } catch (ProblemException e) {
      throw e;
    } catch (StackOverflowError | Exception e) {
      throw Refusal.of(Refusal.corrupt("The bytes can't be read as a workbook: they are damaged."));
    }
  }

  /** A sheet by its name, or by its index as {@code #0}. */
  Sheet sheet(String wanted) {
    Optional<Sheet> named = sound(() -> book.findSheet(wanted));
    return named.or(() -> byIndex(wanted)).orElseThrow(() -> none(wanted));
  }

  private Optional<Sheet> byIndex(String wanted) {
    return wanted.matches("#\\d{1,4}")
        ? sound(() -> book.getSheet(Integer.parseInt(wanted.substring(1))))
        : Optional.empty();
  }

  private static ProblemException none(String wanted) {
    return Refusal.of(
        Refusal.noRows("There is no sheet \"%s\" in the workbook.".formatted(wanted)));
  }

  Iterator<Row> rows(Sheet sheet) {
    return sound(() -> sheet.openStream().iterator());
  }

  @Override
  public void close() throws IOException {
    try (file) {
      book.close();
    }
  }
}
