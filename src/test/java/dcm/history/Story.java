package dcm.history;

import dcm.history.Operation.Add;
import dcm.history.Operation.Outcome;
import dcm.history.Operation.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A history that really happened, to a log in memory: each thing takes effect at one moment between
 * question and answer, some answers are lost on the way.
 */
final class Story {
  static final String GUILD = "guild";

  final List<Operation> seen = new ArrayList<>();
  final List<String> log = new ArrayList<>();

  Story(RandomGenerator random, int length) {
    var revision = 10L;
    for (var moment = 1; moment <= length; moment++) {
      // effects come one after the other; what surrounds them overlaps
      var effect = moment * 100L;
      var asked = effect - 1 - random.nextLong(250);
      var answered = effect + 1 + random.nextLong(250);
      var item = "item " + moment;
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> seen.add(new Read(GUILD, List.copyOf(log), revision, asked, answered));
        case 3 -> seen.add(new Add(GUILD, item, asked, answered, new Outcome.Refused()));
        case 4 -> seen.add(new Add(GUILD, item, asked, answered, new Outcome.Unknown()));
        case 5 -> {
          // it was done, and nobody heard of it
          log.add(item);
          revision++;
          seen.add(new Add(GUILD, item, asked, answered, new Outcome.Unknown()));
        }
        default -> {
          log.add(item);
          // other things happen to the guild as well
          revision += 1 + random.nextInt(3);
          seen.add(new Add(GUILD, item, asked, answered, new Outcome.Acknowledged(revision)));
        }
      }
    }
  }

  List<Violation> verdict() {
    return Judge.of(seen, Map.of(GUILD, log));
  }

  List<Add> acknowledged() {
    return seen.stream()
        .filter(Add.class::isInstance)
        .map(Add.class::cast)
        .filter(add -> add.outcome() instanceof Outcome.Acknowledged)
        .toList();
  }

  List<Read> reads() {
    return seen.stream().filter(Read.class::isInstance).map(Read.class::cast).toList();
  }

  void replace(Operation before, Operation after) {
    seen.set(seen.indexOf(before), after);
  }
}
