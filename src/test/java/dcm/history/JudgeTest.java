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

class JudgeTest {
  private static final int LENGTH = 120;

  /** How a history is broken, and as what that must be recognised. */
  private record Fault(
      String name, Class<? extends Violation> found, BiConsumer<Story, RandomGenerator> commit) {}

  private static final List<Fault> FAULTS =
      List.of(
          new Fault(
              "an acknowledged item is not in the log",
              Violation.Lost.class,
              (story, random) -> story.log.remove(any(story.acknowledged(), random).item())),
          new Fault(
              "an item has its effect twice",
              Violation.Repeated.class,
              (story, random) -> story.log.add(any(story.acknowledged(), random).item())),
          new Fault(
              "a reader sees an item twice",
              Violation.Repeated.class,
              (story, random) -> {
                var read = longRead(story, random);
                story.replace(read, with(read, add(read.items(), read.items().getFirst())));
              }),
          new Fault(
              "what was refused is there",
              Violation.Uninvited.class,
              (story, random) ->
                  story.log.add(
                      story.seen.stream()
                          .filter(Add.class::isInstance)
                          .map(Add.class::cast)
                          .filter(add -> add.outcome() instanceof Outcome.Refused)
                          .findFirst()
                          .orElseThrow()
                          .item())),
          new Fault(
              "what nobody asked for is there",
              Violation.Uninvited.class,
              (story, random) -> story.log.add("from nowhere")),
          new Fault(
              "a reader does not see what was acknowledged long before",
              Violation.StaleRead.class,
              (story, random) -> {
                var read = story.reads().getLast();
                var early = story.acknowledged().getFirst().item();
                story.replace(read, with(read, without(read.items(), early)));
              }),
          new Fault(
              "a zombie answers from old memory",
              Violation.ReadBackwards.class,
              (story, random) -> {
                var old = longRead(story, random);
                var last = story.reads().getLast();
                story.seen.add(
                    new Read(
                        Story.GUILD,
                        old.items(),
                        old.revision() - 1,
                        last.answered() + 100,
                        last.answered() + 200));
              }),
          new Fault(
              "two items far apart in time change places",
              Violation.OutOfOrder.class,
              (story, random) -> {
                var all = story.acknowledged();
                Collections.swap(
                    story.log,
                    story.log.indexOf(all.getFirst().item()),
                    story.log.indexOf(all.getLast().item()));
              }),
          new Fault(
              "two items are told the same revision",
              Violation.WrongRevision.class,
              (story, random) -> {
                var all = story.acknowledged();
                var one = all.get(all.size() / 2);
                var next = all.get(all.size() / 2 + 1);
                story.replace(
                    next,
                    new Add(
                        Story.GUILD, next.item(), next.asked(), next.answered(), one.outcome()));
              }),
          new Fault(
              "a reader sees another branch of history",
              Violation.Forked.class,
              (story, random) -> {
                var read = longRead(story, random);
                var swapped = new ArrayList<>(read.items());
                Collections.swap(swapped, 0, 1);
                story.replace(read, with(read, swapped));
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
                          var story = new Story(random, LENGTH);
                          fault.commit.accept(story, random);
                          assertThat(story.verdict()).hasAtLeastOneElementOfType(fault.found);
                        })));
  }

  @TestFactory
  Stream<DynamicTest> what_really_happened_is_never_blamed() {
    return IntStream.range(0, 50)
        .mapToObj(seed ->
            DynamicTest.dynamicTest(
                "seed " + seed,
                () -> assertThat(new Story(random(seed), LENGTH).verdict()).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> guilds_are_judged_apart() {
    return Stream.of(
        DynamicTest.dynamicTest(
            "the same item in two guilds",
            () -> {
              var seen =
                  List.<Operation>of(
                      new Add("one", "item", 1, 2, new Outcome.Acknowledged(1)),
                      new Add("two", "item", 3, 4, new Outcome.Acknowledged(1)));
              assertThat(Judge.of(seen, Map.of("one", List.of("item"), "two", List.of("item"))))
                  .isEmpty();
              assertThat(Judge.of(seen, Map.of("one", List.of("item"), "two", List.of())))
                  .containsExactly(new Violation.Lost("two", "item"));
            }));
  }

  private static RandomGenerator random(int seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static <T> T any(List<T> all, RandomGenerator random) {
    return all.get(random.nextInt(all.size()));
  }

  /** One that saw some items. */
  private static Read longRead(Story story, RandomGenerator random) {
    return any(story.reads().stream().filter(read -> read.items().size() > 3).toList(), random);
  }

  private static Read with(Read read, List<String> items) {
    return new Read(read.guild(), items, read.revision(), read.asked(), read.answered());
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
