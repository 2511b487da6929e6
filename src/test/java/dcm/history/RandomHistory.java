package dcm.history;

import dcm.history.Operation.Add;
import dcm.history.Operation.Outcome;
import dcm.history.Operation.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A linearizable history, generated against a log in memory: each operation takes effect at one
 * instant between its request and its response, and some responses are lost.
 */
final class RandomHistory {
  static final String GUILD = "guild";

  final List<Operation> operations = new ArrayList<>();
  final List<String> log = new ArrayList<>();

  RandomHistory(RandomGenerator random, int length) {
    var revision = 10L;
    for (var moment = 1; moment <= length; moment++) {
      // effects are sequential; the operations around them overlap
      var effect = moment * 100L;
      var invokedAt = effect - 1 - random.nextLong(250);
      var respondedAt = effect + 1 + random.nextLong(250);
      var item = "item " + moment;
      switch (random.nextInt(10)) {
        case 0, 1, 2 ->
            operations.add(new Read(GUILD, List.copyOf(log), revision, invokedAt, respondedAt));
        case 3 ->
            operations.add(new Add(GUILD, item, invokedAt, respondedAt, new Outcome.Refused()));
        case 4 ->
            operations.add(new Add(GUILD, item, invokedAt, respondedAt, new Outcome.Unknown()));
        case 5 -> {
          // it took effect, and its response was lost
          log.add(item);
          revision++;
          operations.add(new Add(GUILD, item, invokedAt, respondedAt, new Outcome.Unknown()));
        }
        default -> {
          log.add(item);
          // the guild has other events as well
          revision += 1 + random.nextInt(3);
          operations.add(
              new Add(GUILD, item, invokedAt, respondedAt, new Outcome.Acknowledged(revision)));
        }
      }
    }
  }

  List<Violation> check() {
    return LinearizabilityChecker.of(operations, Map.of(GUILD, log));
  }

  List<Add> acknowledged() {
    return operations.stream()
        .filter(Add.class::isInstance)
        .map(Add.class::cast)
        .filter(add -> add.outcome() instanceof Outcome.Acknowledged)
        .toList();
  }

  List<Read> reads() {
    return operations.stream().filter(Read.class::isInstance).map(Read.class::cast).toList();
  }

  void replace(Operation before, Operation after) {
    operations.set(operations.indexOf(before), after);
  }
}
