package dev.cairn.pipeline.chunk;

import dev.cairn.fork.ForkPool;
import dev.cairn.pipeline.ParameterSet;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Stage;
import jakarta.inject.Singleton;
import java.util.List;

/** Documents to chunks for retrieval: extract, language, chunk, index. */
@Singleton
public class ChunkPipeline implements Pipeline {

  private final List<Stage<?>> stages;

  /**
   * @param forks where documents are read
   */
  public ChunkPipeline(ForkPool forks) {
    ExtractStage extract = new ExtractStage(forks);
    LanguageStage language = new LanguageStage(extract);
    ChunkStage chunk = new ChunkStage(extract, language);
    IndexStage index = new IndexStage(extract, language, chunk);
    this.stages = List.of(extract, language, chunk, index);
  }

  @Override
  public String name() {
    return "chunk";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String description() {
    return "Cuts documents into chunks for retrieval, with headings, pages, language and an index.";
  }

  @Override
  public Unit unit() {
    return Unit.FILE;
  }

  @Override
  public ParameterSet parameters() {
    return Settings.PARAMETERS;
  }

  @Override
  public List<String> recordFields() {
    return ChunkRecord.FIELDS;
  }

  @Override
  public List<Stage<?>> stages() {
    return stages;
  }
}
