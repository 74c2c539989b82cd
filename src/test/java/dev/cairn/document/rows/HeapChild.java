package dev.cairn.document.rows;

import dev.cairn.document.LocalBytes;
import dev.cairn.document.table.TableProfiler;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a large file and reads it, in a process with a small heap. */
final class HeapChild {

  private HeapChild() {}

  /** Takes a format and a number of rows; prints how many good and bad ones were read. */
  public static void main(String[] args) throws Exception {
    String format = args[0];
    int rows = Integer.parseInt(args[1]);
    Path file = Files.createTempFile("heap", "." + format);
    try {
      write(format, rows, file);
      LocalBytes bytes = LocalBytes.of(file);
      Sniffed found = Sniffer.sniff(bytes);
      if (!(found instanceof Sniffed.Rows sound)) {
        throw new AssertionError(found);
      }
      RowFormat sniffed = sound.format();
      System.out.println(
          format.equals("profile.csv") ? profiled(bytes, sniffed) : read(bytes, sniffed));
    } finally {
      Files.delete(file);
    }
  }

  private static String read(LocalBytes bytes, RowFormat format) throws IOException {
    long good = 0;
    long bad = 0;
    try (RowReader reader = RowReaders.open(bytes, format)) {
      for (Row row = reader.next(); row != null; row = reader.next()) {
        good += row instanceof Row.Good ? 1 : 0;
        bad += row instanceof Row.Bad ? 1 : 0;
      }
    }
    return good + " good, " + bad + " bad";
  }

  private static String profiled(LocalBytes bytes, RowFormat format) throws IOException {
    try (RowReader reader = RowReaders.open(bytes, format)) {
      var profile = TableProfiler.profile(reader);
      return profile.rows() + " good, " + profile.badRows() + " bad";
    }
  }

  private static void write(String format, int rows, Path file) throws Exception {
    switch (format) {
      case "parquet" ->
          ParquetFiles.write(
              "select i as id, 'name ' || i as name, i / 7 as x from range(0, " + rows + ") t(i)",
              file);
      case "xlsx" -> xlsx(rows, file);
      case "csv.gz" -> {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
          lines("csv", rows, out);
        }
      }
      default -> {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
          lines(format, rows, out);
        }
      }
    }
  }

  private static void lines(String format, int rows, OutputStream out) throws IOException {
    switch (format) {
      case "giant.jsonl" -> giant("{\"a\":\"", "\"}\n{\"a\":1}\n", rows, out);
      case "giant.csv" -> giant("a,b\n1,\"", "\"\n2,3\n", rows, out);
      case "giant.json" -> giant("[{\"a\":\"", "\"},{\"a\":1}]", rows, out);
      default -> {
        StringBuilder text = new StringBuilder();
        text.append(format.endsWith("csv") ? "id,name,day\n" : format.equals("json") ? "[" : "");
        for (int row = 0; row < rows; row++) {
          text.append(line(format, row, row == rows - 1));
          if (text.length() > 1 << 15 || row == rows - 1) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
          }
        }
      }
    }
  }

  private static String line(String format, int row, boolean last) {
    String json = "{\"id\":" + row + ",\"name\":\"name " + row + "\"}";
    return switch (format) {
      case "json" -> json + (last ? "]" : ",");
      case "jsonl" -> json + "\n";
      default -> row + ",name " + row + ",2026-01-" + (row % 19 + 10) + "\n";
    };
  }

  /** One row of so many bytes. */
  private static void giant(String head, String tail, int bytes, OutputStream out)
      throws IOException {
    out.write(head.getBytes(StandardCharsets.UTF_8));
    byte[] piece = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
    for (int written = 0; written < bytes; written += piece.length) {
      out.write(piece);
    }
    out.write(tail.getBytes(StandardCharsets.UTF_8));
  }

  private static void xlsx(int rows, Path file) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setLevel(Deflater.BEST_SPEED);
      part(
          zip,
          "[Content_Types].xml",
          "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>");
      part(
          zip,
          "_rels/.rels",
          "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
      part(
          zip,
          "xl/workbook.xml",
          "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
      part(
          zip,
          "xl/_rels/workbook.xml.rels",
          "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      zip.write(
          "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>x</t></is></c></row>"
              .getBytes(StandardCharsets.UTF_8));
      StringBuilder text = new StringBuilder();
      for (int row = 2; row <= rows + 1; row++) {
        text.append("<row r=\"")
            .append(row)
            .append("\"><c r=\"A")
            .append(row)
            .append("\"><v>")
            .append(row)
            .append("</v></c><c r=\"B")
            .append(row)
            .append("\"><v>")
            .append((row * 37) % 1001)
            .append("</v></c></row>");
        if (text.length() > 1 << 15 || row == rows + 1) {
          zip.write(text.toString().getBytes(StandardCharsets.UTF_8));
          text.setLength(0);
        }
      }
      zip.write("</sheetData></worksheet>".getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
  }

  private static void part(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text).getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
