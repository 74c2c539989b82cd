package dev.cairn.document.rows;

import dev.cairn.document.Bytes;
import dev.cairn.document.Compression;
import dev.cairn.document.Unpacking;
import dev.cairn.document.rows.RowFormat.Kind;
import dev.cairn.job.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how rows are written in some bytes: by the bytes, and by the name only where they leave
 * it open. Reads a quarter of a megabyte at the beginning, whatever the size.
 */
public final class Sniffer {

  static final int SAMPLE_BYTES = 1 << 18;

  private final Bytes bytes;
  private final Hints hints;
  private final Limits limits;
  private final Name name;
  private final List<Compression> packing = new ArrayList<>();

  private Sniffer(Bytes bytes, Hints hints, Limits limits) {
    this.bytes = bytes;
    this.hints = hints;
    this.limits = limits;
    this.name = Name.of(bytes.name());
  }

  /** What the bytes are, with nothing known and the default limits. */
  public static Sniffed sniff(Bytes bytes) throws IOException {
    return sniff(bytes, Hints.NONE, Limits.DEFAULT);
  }

  /**
   * What the bytes are.
   *
   * @param hints what the caller knows better
   * @throws IOException when the bytes can't be had
   */
  public static Sniffed sniff(Bytes bytes, Hints hints, Limits limits) throws IOException {
    try {
      return new Sniffer(bytes, hints, limits).sniff();
    } catch (ProblemException e) {
      return new Sniffed.NotRows(e.problem());
    }
  }

  private Sniffed sniff() throws IOException {
    byte[] sample = unpackedSample();
    Binary binary = Binary.of(sample);
    return switch (binary) {
      case PARQUET -> rows(new RowFormat.Parquet(packing));
      case ZIP -> zip();
      case OFFICE_ENCRYPTED ->
          new Sniffed.NotRows(Refusal.encrypted("The workbook opens with a password only."));
      case PARQUET_ENCRYPTED ->
          new Sniffed.NotRows(Refusal.encrypted("The Parquet file opens with a key only."));
      case OTHER -> new Sniffed.NotRows(Refusal.notRows("These bytes are no text and no table."));
      case OFFICE_OLD ->
          new Sniffed.NotRows(
              Refusal.notRows("This is an Office file of the old kind. Save it as .xlsx."));
      case TEXT -> text(sample);
    };
  }

  private static Sniffed rows(RowFormat format) {
    return new Sniffed.Rows(format);
  }

  /** The first bytes below all compressions, which are noted. */
  private byte[] unpackedSample() throws IOException {
    while (true) {
      byte[] sample;
      try (InputStream in = Unpacking.open(bytes, packing, limits.expansion())) {
        sample = in.readNBytes(SAMPLE_BYTES);
      }
      Optional<Compression> compression = Compression.of(sample);
      if (compression.isEmpty()) {
        return sample;
      }
      packing.add(compression.get());
    }
  }

  private Sniffed zip() throws IOException {
    return XlsxSniffer.sniff(bytes, packing, hints, limits)
        .map(Sniffer::rows)
        .orElseGet(
            () ->
                new Sniffed.NotRows(
                    Refusal.notRows("This is a zip archive, and no workbook of ours.")));
  }

  private Sniffed text(byte[] sample) throws IOException {
    boolean whole = sample.length < SAMPLE_BYTES;
    Encoding encoding = encoding(sample);
    byte[] text = utf8(sample, encoding);
    Kind kind = hints.kind() != null ? hints.kind() : kind(text, whole);
    if (kind == null) {
      return new Sniffed.NotRows(
          text.length == 0
              ? Refusal.empty()
              : Refusal.notRows("This is text, but no table and no JSON."));
    }
    return switch (kind) {
      case JSONL -> rows(new RowFormat.Jsonl(packing, encoding));
      case JSON ->
          text.length == 0
              ? new Sniffed.NotRows(Refusal.empty())
              : rows(new RowFormat.Json(packing, encoding, hints.field()));
      case CSV -> rows(csv(text, whole, encoding));
      case XLSX ->
          new Sniffed.NotRows(Refusal.corrupt("These bytes are no workbook: there is no zip."));
      case PARQUET -> new Sniffed.NotRows(Refusal.corrupt("These bytes are no Parquet file."));
    };
  }

  private Encoding encoding(byte[] sample) throws IOException {
    Encoding known = hints.encoding();
    if (known != null) {
      return known;
    }
    return EncodingSniffer.sniff(sample, packing.isEmpty() ? bytes : null);
  }

  /** The sample as UTF-8, without byte order mark. */
  private static byte[] utf8(byte[] sample, Encoding encoding) throws IOException {
    Window window = new Window(new ByteArrayInputStream(sample), encoding, 0, SAMPLE_BYTES * 3);
    window.passMark();
    try (InputStream in = new WindowInput(window)) {
      return in.readAllBytes();
    }
  }

  private @Nullable Kind kind(byte[] text, boolean whole) {
    Optional<Kind> json = JsonSniffer.kind(text, whole, name, limits);
    if (json.isPresent()) {
      return json.get();
    }
    if (name.kind() != null) {
      return name.kind();
    }
    boolean table = !name.otherText() && new CsvSniffer(text, whole, hints.dialect()).isTable();
    return table ? Kind.CSV : null;
  }

  private RowFormat csv(byte[] text, boolean whole, Encoding encoding) {
    CsvSniffer sniffer = new CsvSniffer(text, whole, dialect());
    return new RowFormat.Csv(
        packing, encoding, sniffer.delimiter(), sniffer.quote(), sniffer.header());
  }

  /** A name such as {@code .tsv} decides when one column is all there is. */
  private Hints.Dialect dialect() {
    Hints.Dialect known = hints.dialect();
    return known.delimiter() == null && name.tabbed()
        ? new Hints.Dialect('\t', known.quote(), known.header())
        : known;
  }
}
