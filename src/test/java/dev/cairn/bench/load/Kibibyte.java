package dev.cairn.bench.load;

import dev.cairn.job.Outcome;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import io.smallrye.mutiny.Uni;

/** A checkpoint of 1 KiB as JSON. */
public record Kibibyte(String data) {

  static final Kibibyte FULL = new Kibibyte("x".repeat(1024 - 11));

  /** A stage that hands it on at once. */
  record At(String name) implements Stage.Io<Kibibyte> {
    @Override
    public Class<Kibibyte> output() {
      return Kibibyte.class;
    }

    @Override
    public Uni<Outcome<Kibibyte>> apply(StageContext context) {
      Meter.count();
      return Uni.createFrom().item(Outcome.done(FULL));
    }
  }
}
