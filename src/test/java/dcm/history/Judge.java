package dcm.history;

import dcm.history.Operation.Add;
import dcm.history.Operation.Outcome.Acknowledged;
import dcm.history.Operation.Outcome.Refused;
import dcm.history.Operation.Read;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether what was seen of one guild could have been seen at a log that takes one thing at a time:
 * linearizability, for a log of unique items, where it can be decided without a search. An item
 * whose outcome is unknown may be there or not, but only once.
 */
final class Judge {
  private final String guild;
  private final List<Add> adds;
  private final List<Read> reads;
  private final List<String> end;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<Violation> found = new ArrayList<>();

  /** {@code end}: the guild's log when all is over, from its journal. */
  private Judge(String guild, List<Operation> seen, List<String> end) {
    this.guild = guild;
    this.adds = of(seen, Add.class);
    this.reads = of(seen, Read.class);
    this.end = end;
    for (var place = 0; place < end.size(); place++) {
      places.putIfAbsent(end.get(place), place);
    }
  }

  private static <T extends Operation> List<T> of(List<Operation> seen, Class<T> kind) {
    return seen.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .sorted(Comparator.comparingLong(Operation::asked))
        .toList();
  }

  /** All that is wrong, guild by guild; {@code ends} has the log of each that is named. */
  static List<Violation> of(List<Operation> seen, Map<String, List<String>> ends) {
    var byGuild = new TreeMap<String, List<Operation>>();
    ends.keySet().forEach(guild -> byGuild.put(guild, new ArrayList<>()));
    for (var operation : seen) {
      byGuild.computeIfAbsent(operation.guild(), _ -> new ArrayList<>()).add(operation);
    }
    var found = new ArrayList<Violation>();
    byGuild.forEach((guild, operations) ->
        found.addAll(new Judge(guild, operations, ends.getOrDefault(guild, List.of())).verdict()));
    return found;
  }

  private List<Violation> verdict() {
    once();
    invited();
    kept();
    inOrder();
    fresh();
    prefixes();
    return found;
  }

  private void once() {
    repeatedIn(end);
    reads.forEach(read -> repeatedIn(read.items()));
  }

  private void repeatedIn(List<String> items) {
    var seen = new HashSet<String>();
    for (var item : items) {
      if (!seen.add(item)) {
        found.add(new Violation.Repeated(guild, item));
      }
    }
  }

  private void invited() {
    Set<String> welcome = new HashSet<>();
    adds.stream()
        .filter(add -> !(add.outcome() instanceof Refused))
        .forEach(add -> welcome.add(add.item()));
    end.stream()
        .filter(item -> !welcome.contains(item))
        .forEach(item -> found.add(new Violation.Uninvited(guild, item)));
  }

  private void kept() {
    for (var add : adds) {
      if (add.outcome() instanceof Acknowledged && !places.containsKey(add.item())) {
        found.add(new Violation.Lost(guild, add.item()));
      }
    }
  }

  /** Real time, and the revisions that were given, agree with the order of the log. */
  private void inOrder() {
    var there = adds.stream().filter(add -> places.containsKey(add.item())).toList();
    var acknowledged =
        there.stream()
            .filter(add -> add.outcome() instanceof Acknowledged)
            .sorted(Comparator.comparingLong(Add::answered))
            .toList();
    Add last = null;
    var done = 0;
    for (var add : there) {
      while (done < acknowledged.size() && acknowledged.get(done).answered() < add.asked()) {
        var next = acknowledged.get(done++);
        last = last == null || place(last) < place(next) ? next : last;
      }
      if (last != null && place(last) > place(add)) {
        found.add(new Violation.OutOfOrder(guild, last.item(), add.item()));
      }
    }
    var inLog = acknowledged.stream().sorted(Comparator.comparingInt(this::place)).toList();
    for (var i = 1; i < inLog.size(); i++) {
      if (revision(inLog.get(i - 1)) >= revision(inLog.get(i))) {
        found.add(new Violation.WrongRevision(guild, inLog.get(i - 1).item(), inLog.get(i).item()));
      }
    }
  }

  private int place(Add add) {
    return places.get(add.item());
  }

  private static long revision(Add add) {
    return add.outcome() instanceof Acknowledged(var revision) ? revision : 0;
  }

  /** Nobody sees less than what was known before they asked. */
  private void fresh() {
    for (var read : reads) {
      var items = new HashSet<>(read.items());
      for (var add : adds) {
        if (add.asked() > read.asked()) {
          break;
        }
        if (add.outcome() instanceof Acknowledged
            && add.answered() < read.asked()
            && !items.contains(add.item())) {
          found.add(new Violation.StaleRead(guild, add.item(), read.revision()));
        }
      }
    }
    var answered = reads.stream().sorted(Comparator.comparingLong(Read::answered)).toList();
    long newest = Long.MIN_VALUE;
    var done = 0;
    for (var read : reads) {
      while (done < answered.size() && answered.get(done).answered() < read.asked()) {
        newest = Math.max(newest, answered.get(done++).revision());
      }
      if (read.revision() < newest) {
        found.add(new Violation.ReadBackwards(guild, newest, read.revision()));
      }
    }
  }

  /** Each answer is a beginning of the log, of a length that its revision allows. */
  private void prefixes() {
    var revisions = new HashMap<String, Long>();
    adds.forEach(add -> revisions.put(add.item(), revision(add)));
    for (var read : reads) {
      var size = read.items().size();
      var prefix = size <= end.size() && end.subList(0, size).equals(read.items());
      var tooNew =
          read.items().stream()
              .anyMatch(item -> revisions.getOrDefault(item, 0L) > read.revision());
      if (!prefix || tooNew) {
        found.add(new Violation.Forked(guild, read.revision()));
      }
    }
  }
}
