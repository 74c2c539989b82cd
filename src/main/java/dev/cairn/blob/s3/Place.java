package dev.cairn.blob.s3;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whose pieces a draft is made of: {@code 0@1,12@5} says that those from 0 on were written under
 * epoch 1, and those from 12 on under epoch 5. Others are not part of it, whoever wrote them when.
 *
 * @param runs first piece to epoch
 */
record Place(NavigableMap<Integer, Integer> runs) {

  static Place none() {
    return new Place(new TreeMap<>());
  }

  static Place parse(String text) {
    NavigableMap<Integer, Integer> runs = new TreeMap<>();
    for (String run : text.split(",", -1)) {
      int at = run.indexOf('@');
      if (at > 0) {
        runs.put(Integer.parseInt(run.substring(0, at)), Integer.parseInt(run.substring(at + 1)));
      }
    }
    return new Place(runs);
  }

  /** From that piece on they are this epoch's. */
  Place with(int piece, int epoch) {
    NavigableMap<Integer, Integer> all = new TreeMap<>(runs.headMap(piece, false));
    Map.Entry<Integer, Integer> before = all.lastEntry();
    if (before == null || before.getValue() != epoch) {
      all.put(piece, epoch);
    }
    return new Place(all);
  }

  /** Under which epoch a piece was written. */
  int epoch(int piece) {
    Map.Entry<Integer, Integer> run = runs.floorEntry(piece);
    if (run == null) {
      throw new IllegalStateException("piece " + piece + " was never settled");
    }
    return run.getValue();
  }

  @Override
  public String toString() {
    return runs.entrySet().stream()
        .map(run -> run.getKey() + "@" + run.getValue())
        .collect(Collectors.joining(","));
  }
}
