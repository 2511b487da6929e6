package dcm.bench;

import dcm.entity.GuildSerializer;
import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.GuildSnapshot;
import dcm.guild.GuildSnapshots;
import dcm.guild.event.RecordedEvent;
import dcm.guild.simulation.Fairness;
import dcm.guild.simulation.GuildYear;
import dcm.guild.state.GuildState;
import dcm.guild.state.Notifications;
import dcm.guild.state.ProcessedCommands;
import dcm.guild.value.Assignment.Strategy;
import dcm.guild.value.Occurrence;
import java.io.NotSerializableException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A year of a guild through its rules: time, laws, fairness, recovery and memory. */
@Command(name = "year", description = "a year of a guild", mixinStandardHelpOptions = true)
final class YearBench implements Callable<Integer> {
  private static final int COPIES = 40;
  private static final int RECOVERIES = 30;

  @Option(names = "--members", defaultValue = "40")
  private int members;

  @Option(names = "--tasks", defaultValue = "52")
  private int tasks;

  @Option(names = "--weeks", defaultValue = "52")
  private int weeks;

  @Option(names = "--seed", defaultValue = "15")
  private long seed;

  private final GuildSerializer serializer = new GuildSerializer();

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    long processor = processorTime();
    GuildYear year = GuildYear.pass(seed, members, tasks, weeks);
    System.out.printf(
        "%,d members, %,d tasks, %,d weeks: %,d occurrences, %,d events, %,d refusals in %.1f s (%.1f s of"
            + " processor time)%n",
        members,
        tasks,
        weeks,
        year.occurrences(),
        year.journal().size(),
        year.refused(),
        (System.nanoTime() - start) / 1e9,
        (processorTime() - processor) / 1e9);
    for (Occurrence.State outcome : Occurrence.State.values()) {
      System.out.printf("  %s %,d%n", outcome, year.count(outcome));
    }
    recovery(year.state());
    laws(year);
    memory(year.state());
    fairness();
    return 0;
  }

  /** The laws were checked with each event and each week; what is left concerns the whole year. */
  private void laws(GuildYear year) throws NotSerializableException {
    Guild replayed = Guild.unknown(GuildFixture.GUILD, GuildFixture.AMSTERDAM);
    for (RecordedEvent recorded : year.journal()) {
      replayed = replayed.apply(recorded);
    }
    Map<String, Boolean> laws =
        Map.of(
            "no occurrence ended twice, ordinals grow, no message has the id of another",
            true,
            "agenda and counters equal a recount, every week",
            true,
            "a replay gives the same state",
            same(replayed.snapshot(), year.state()),
            "the stored snapshot gives the same state",
            same(read(write(replayed.snapshot())), year.state()),
            "the balances of work add up to zero",
            year
                    .state()
                    .workload()
                    .balances(year.state().members().byId().keySet())
                    .values()
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum()
                == 0);
    laws.forEach((law, holds) -> System.out.printf("  %s: %s%n", holds ? "holds" : "BROKEN", law));
    if (laws.containsValue(false)) {
      throw new AssertionError("a law is broken");
    }
  }

  private static boolean same(GuildSnapshot snapshot, GuildState state) {
    return snapshot.equals(GuildSnapshots.of(state));
  }

  private byte[] write(GuildSnapshot snapshot) {
    return serializer.toBinary(snapshot);
  }

  private GuildSnapshot read(byte[] bytes) throws NotSerializableException {
    return (GuildSnapshot) serializer.fromBinary(bytes, "guild-snapshot.2.gz");
  }

  private void recovery(GuildState state) throws NotSerializableException {
    byte[] bytes = write(GuildSnapshots.of(state));
    double[] millis = new double[RECOVERIES];
    for (int i = 0; i < RECOVERIES; i++) {
      long start = processorTime();
      Guild.restored(read(bytes));
      millis[i] = (processorTime() - start) / 1e6;
    }
    double first = millis[0];
    Arrays.sort(millis);
    System.out.printf(
        "snapshot of %,d KiB restored in %.0f ms of processor time the first time, %.1f ms"
            + " (median)%n",
        bytes.length / 1024, first, millis[RECOVERIES / 2]);
  }

  private void memory(GuildState state) throws NotSerializableException {
    System.out.println("heap of one guild in KiB, as recovered");
    UnaryOperator<GuildState> withoutAnswers =
        all -> all.withProcessedCommands(ProcessedCommands.EMPTY);
    System.out.printf("  %.0f without answers of commands%n", heap(state, withoutAnswers));
    System.out.printf(
        "  %.0f also without inboxes%n",
        heap(state, all -> withoutAnswers.apply(all).withNotifications(Notifications.EMPTY)));
    System.out.printf(
        "  %.0f answers of %,d commands of the last day%n",
        heap(state, UnaryOperator.identity()) - heap(state, withoutAnswers),
        state.processedCommands().byId().size());
  }

  /** The heap of one state, from copies that were read from a snapshot. */
  private double heap(GuildState state, UnaryOperator<GuildState> part)
      throws NotSerializableException {
    byte[] bytes = write(GuildSnapshots.of(part.apply(state)));
    GuildState[] copies = new GuildState[COPIES];
    Guild.restored(read(bytes));
    long before = used();
    for (int i = 0; i < COPIES; i++) {
      copies[i] = read(bytes).state();
    }
    long after = used();
    if (copies[COPIES - 1].revision() != state.revision()) {
      throw new AssertionError("not the same guild");
    }
    return (after - before) / 1024.0 / COPIES;
  }

  /** Of this thread, so that the figures hold on a busy machine. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long used() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void fairness() {
    System.out.println(
        "| strategy | most - least done (min) | furthest from the entitlement (min) | in largest"
            + " tasks |");
    System.out.println("|---|---|---|---|");
    for (Strategy strategy :
        List.of(
            Strategy.ROUND_ROBIN,
            Strategy.RANDOM,
            Strategy.RANDOM_NOT_LAST,
            Strategy.LEAST_ASSIGNED,
            Strategy.LEAST_COMPLETED,
            Strategy.BALANCED)) {
      Fairness fairness = Fairness.of(strategy, seed, members, 20, weeks * 7);
      System.out.printf(
          "| %s | %,d | %,.0f | %.2f |%n",
          strategy,
          fairness.spread(),
          fairness.deviation(),
          fairness.deviation() / fairness.largest());
    }
  }
}
