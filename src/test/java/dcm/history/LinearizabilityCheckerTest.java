package dcm.history;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.history.Operation.Add;
import dcm.history.Operation.Outcome;
import dcm.history.Operation.Read;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class LinearizabilityCheckerTest {
  private static final int LENGTH = 120;

  /** A corruption of a history, with the violation to be detected. */
  private record Fault(
      String name,
      Class<? extends Violation> expected,
      BiConsumer<RandomHistory, RandomGenerator> inject) {}

  private static final List<Fault> FAULTS =
      List.of(
          new Fault(
              "an acknowledged item is not in the log",
              Violation.Lost.class,
              (history, random) -> history.log.remove(any(history.acknowledged(), random).item())),
          new Fault(
              "an item has its effect twice",
              Violation.Repeated.class,
              (history, random) -> history.log.add(any(history.acknowledged(), random).item())),
          new Fault(
              "a reader sees an item twice",
              Violation.Repeated.class,
              (history, random) -> {
                var read = longRead(history, random);
                history.replace(read, with(read, add(read.items(), read.items().getFirst())));
              }),
          new Fault(
              "what was refused is there",
              Violation.Unexpected.class,
              (history, random) ->
                  history.log.add(
                      history.operations.stream()
                          .filter(Add.class::isInstance)
                          .map(Add.class::cast)
                          .filter(add -> add.outcome() instanceof Outcome.Refused)
                          .findFirst()
                          .orElseThrow()
                          .item())),
          new Fault(
              "what nobody asked for is there",
              Violation.Unexpected.class,
              (history, random) -> history.log.add("from nowhere")),
          new Fault(
              "a reader does not see what was acknowledged long before",
              Violation.StaleRead.class,
              (history, random) -> {
                var read = history.reads().getLast();
                var early = history.acknowledged().getFirst().item();
                history.replace(read, with(read, without(read.items(), early)));
              }),
          new Fault(
              "a superseded entity answers from stale state",
              Violation.NonMonotonicRead.class,
              (history, random) -> {
                var old = longRead(history, random);
                var last = history.reads().getLast();
                history.operations.add(
                    new Read(
                        RandomHistory.GUILD,
                        old.items(),
                        old.revision() - 1,
                        last.respondedAt() + 100,
                        last.respondedAt() + 200));
              }),
          new Fault(
              "two items far apart in time change places",
              Violation.OutOfOrder.class,
              (history, random) -> {
                var all = history.acknowledged();
                Collections.swap(
                    history.log,
                    history.log.indexOf(all.getFirst().item()),
                    history.log.indexOf(all.getLast().item()));
              }),
          new Fault(
              "two items are told the same revision",
              Violation.WrongRevision.class,
              (history, random) -> {
                var all = history.acknowledged();
                var one = all.get(all.size() / 2);
                var next = all.get(all.size() / 2 + 1);
                history.replace(
                    next,
                    new Add(
                        RandomHistory.GUILD,
                        next.item(),
                        next.invokedAt(),
                        next.respondedAt(),
                        one.outcome()));
              }),
          new Fault(
              "a reader sees another branch of history",
              Violation.Forked.class,
              (history, random) -> {
                var read = longRead(history, random);
                var swapped = new ArrayList<>(read.items());
                Collections.swap(swapped, 0, 1);
                history.replace(read, with(read, swapped));
              }));

  @TestFactory
  Stream<DynamicTest> twenty_broken_histories_are_recognised() {
    return FAULTS.stream()
        .flatMap(fault ->
            IntStream.of(7, 355)
                .mapToObj(seed ->
                    DynamicTest.dynamicTest(
                        fault.name + ", seed " + seed,
                        () -> {
                          var random = random(seed);
                          var history = new RandomHistory(random, LENGTH);
                          fault.inject.accept(history, random);
                          assertThat(history.check()).hasAtLeastOneElementOfType(fault.expected);
                        })));
  }

  @TestFactory
  Stream<DynamicTest> a_valid_history_has_no_violations() {
    return IntStream.range(0, 50)
        .mapToObj(seed ->
            DynamicTest.dynamicTest(
                "seed " + seed,
                () -> assertThat(new RandomHistory(random(seed), LENGTH).check()).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> guilds_are_checked_separately() {
    return Stream.of(
        DynamicTest.dynamicTest(
            "the same item in two guilds",
            () -> {
              var operations =
                  List.<Operation>of(
                      new Add("one", "item", 1, 2, new Outcome.Acknowledged(1)),
                      new Add("two", "item", 3, 4, new Outcome.Acknowledged(1)));
              assertThat(
                      LinearizabilityChecker.of(
                          operations, Map.of("one", List.of("item"), "two", List.of("item"))))
                  .isEmpty();
              assertThat(
                      LinearizabilityChecker.of(
                          operations, Map.of("one", List.of("item"), "two", List.of())))
                  .containsExactly(new Violation.Lost("two", "item"));
            }));
  }

  private static RandomGenerator random(int seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static <T> T any(List<T> all, RandomGenerator random) {
    return all.get(random.nextInt(all.size()));
  }

  /** A read that returned some items. */
  private static Read longRead(RandomHistory history, RandomGenerator random) {
    return any(history.reads().stream().filter(read -> read.items().size() > 3).toList(), random);
  }

  private static Read with(Read read, List<String> items) {
    return new Read(read.guild(), items, read.revision(), read.invokedAt(), read.respondedAt());
  }

  private static List<String> add(List<String> items, String item) {
    var more = new ArrayList<>(items);
    more.add(item);
    return more;
  }

  private static List<String> without(List<String> items, String item) {
    return items.stream().filter(each -> !each.equals(item)).toList();
  }
}
