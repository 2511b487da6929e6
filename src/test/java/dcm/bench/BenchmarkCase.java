package dcm.bench;

import java.util.List;

/**
 * One case: some guilds of a data set write.
 *
 * @param first the first guild; each case uses other guilds, so that none starts with the events of
 *     another case
 * @param cold right after a restart of the server, each round in a new process
 */
record BenchmarkCase(
    DataSet dataSet, int first, int entities, List<JournalVariant> variants, boolean cold) {
  static final DataSet LARGE_DATA_SET = new DataSet(12_200);

  static List<BenchmarkCase> quick(List<JournalVariant> variants) {
    var dataSet = new DataSet(2_200);
    return List.of(
        new BenchmarkCase(dataSet, 0, 200, variants, false),
        new BenchmarkCase(dataSet, 200, 2_000, variants, false));
  }

  static List<BenchmarkCase> all(List<JournalVariant> variants) {
    var ours = variants.stream().filter(JournalVariant.OURS::equals).toList();
    return List.of(
        new BenchmarkCase(LARGE_DATA_SET, 0, 200, variants, false),
        new BenchmarkCase(LARGE_DATA_SET, 200, 2_000, variants, false),
        new BenchmarkCase(LARGE_DATA_SET, 2_200, 10_000, variants, false),
        new BenchmarkCase(new DataSet(100), 0, 100, ours, false),
        new BenchmarkCase(new DataSet(1_000), 0, 100, ours, false),
        new BenchmarkCase(LARGE_DATA_SET, 0, 100, ours, false),
        new BenchmarkCase(LARGE_DATA_SET, 200, 2_000, variants, true),
        new BenchmarkCase(LARGE_DATA_SET, 2_200, 10_000, variants, true));
  }

  @Override
  public String toString() {
    return "%,d, %,d%s".formatted(entities, dataSet.guilds(), cold ? ", cold" : "");
  }
}
