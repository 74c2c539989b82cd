package dev.cairn.document.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.Property;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.csv.TextAndCSVParser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.mail.RFC822Parser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads office documents, e-books, mail and delimited tables with Tika's parsers. Each parser is
 * named here, so that no external program, recogniser of pictures or unpacker can come in through
 * the class path, and files inside files are left out.
 */
final class OfficeReader {

  private static final Map<String, Supplier<Parser>> PARSERS =
      Map.ofEntries(
          Map.entry("application/vnd.openxmlformats-officedocument", OOXMLParser::new),
          Map.entry("application/vnd.ms-word.document.macroenabled", OOXMLParser::new),
          Map.entry("application/vnd.ms-excel.sheet.macroenabled", OOXMLParser::new),
          Map.entry("application/msword", OfficeParser::new),
          Map.entry("application/vnd.ms-excel", OfficeParser::new),
          Map.entry("application/vnd.ms-powerpoint", OfficeParser::new),
          Map.entry("application/vnd.ms-outlook", OfficeParser::new),
          Map.entry("application/vnd.oasis.opendocument", OpenDocumentParser::new),
          Map.entry("application/epub+zip", EpubParser::new),
          Map.entry("application/rtf", RTFParser::new),
          Map.entry("message/rfc822", RFC822Parser::new),
          Map.entry("text/csv", TextAndCSVParser::new),
          Map.entry("text/tsv", TextAndCSVParser::new));

  private OfficeReader() {}

  static boolean reads(String mediaType) {
    return parser(mediaType) != null;
  }

  static ExtractedText read(TikaInputStream in, Metadata metadata, String mediaType)
      throws IOException, TikaException, SAXException {
    Supplier<Parser> parser = parser(mediaType);
    if (parser == null) {
      throw new IllegalArgumentException("no parser for " + mediaType);
    }
    TextBuilder out = new TextBuilder();
    Markup markup = new Markup(out);
    parser.get().parse(in, new Handler(markup), metadata, context());
    markup.finish();
    return out.build(info(metadata, mediaType));
  }

  private static @Nullable Supplier<Parser> parser(String mediaType) {
    for (Map.Entry<String, Supplier<Parser>> entry : PARSERS.entrySet()) {
      if (mediaType.startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    return null;
  }

  private static ParseContext context() {
    ParseContext context = new ParseContext();
    context.set(EmbeddedDocumentExtractor.class, new NoEmbedded());
    OfficeParserConfig office = new OfficeParserConfig();
    office.setIncludeHeadersAndFooters(false);
    office.setIncludeDeletedContent(false);
    office.setIncludeMoveFromContent(false);
    office.setIncludeSlideMasterContent(false);
    office.setExtractMacros(false);
    context.set(OfficeParserConfig.class, office);
    return context;
  }

  private static DocumentInfo info(Metadata metadata, String mediaType) {
    int pages = whole(metadata.get("xmpTPg:NPages"));
    return new DocumentInfo(
        mediaType,
        text(metadata, TikaCoreProperties.TITLE),
        authors(metadata),
        text(metadata, TikaCoreProperties.CREATED),
        text(metadata, TikaCoreProperties.MODIFIED),
        pages);
  }

  private static List<String> authors(Metadata metadata) {
    List<String> authors = new ArrayList<>();
    for (String name : metadata.getValues(TikaCoreProperties.CREATOR)) {
      String clean = CleanText.of(name).strip();
      if (!clean.isEmpty() && !authors.contains(clean)) {
        authors.add(clean);
      }
    }
    return authors;
  }

  private static @Nullable String text(Metadata metadata, Property property) {
    String value = metadata.get(property);
    String clean = value == null ? "" : CleanText.of(value).strip();
    return clean.isEmpty() ? null : clean;
  }

  private static int whole(@Nullable String number) {
    return number != null && number.matches("\\d{1,6}") ? Integer.parseInt(number) : 0;
  }

  /** Files inside files are not read: they are documents of their own. */
  private static final class NoEmbedded implements EmbeddedDocumentExtractor {
    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
      return false;
    }

    @Override
    public void parseEmbedded(
        java.io.InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml) {
      // never asked to
    }
  }

  /** Hands Tika's XHTML to {@link Markup}. */
  private static final class Handler extends DefaultHandler {
    private final Markup markup;

    Handler(Markup markup) {
      this.markup = markup;
    }

    @Override
    public void startElement(String uri, String local, String name, Attributes attributes) {
      markup.start(local, key -> attribute(attributes, key));
    }

    @Override
    public void endElement(String uri, String local, String name) {
      markup.end(local);
    }

    @Override
    public void characters(char[] characters, int start, int length) {
      markup.text(new String(characters, start, length));
    }

    private static String attribute(Attributes attributes, String key) {
      String value = attributes.getValue(key);
      return value == null ? "" : value;
    }
  }
}
