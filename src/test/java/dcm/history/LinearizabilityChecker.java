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
 * Checks whether the observed responses of one guild could come from a log that processes one
 * operation at a time: linearizability, for a log of unique items, where it can be decided without
 * a search. An item whose outcome is unknown may be present or not, but only once.
 */
final class LinearizabilityChecker {
  private final String guild;
  private final List<Add> adds;
  private final List<Read> reads;
  private final List<String> finalLog;
  private final Map<String, Integer> positions = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  /** Creates a checker of one guild; {@code end} is its final log, from its journal. */
  private LinearizabilityChecker(String guild, List<Operation> observed, List<String> finalLog) {
    this.guild = guild;
    this.adds = of(observed, Add.class);
    this.reads = of(observed, Read.class);
    this.finalLog = finalLog;
    for (var position = 0; position < finalLog.size(); position++) {
      positions.putIfAbsent(finalLog.get(position), position);
    }
  }

  private static <T extends Operation> List<T> of(List<Operation> observed, Class<T> kind) {
    return observed.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .sorted(Comparator.comparingLong(Operation::invokedAt))
        .toList();
  }

  /** All violations by guild; {@code ends} has the final log of each guild. */
  static List<Violation> of(List<Operation> observed, Map<String, List<String>> finalLogs) {
    var byGuild = new TreeMap<String, List<Operation>>();
    finalLogs.keySet().forEach(guild -> byGuild.put(guild, new ArrayList<>()));
    for (var operation : observed) {
      byGuild.computeIfAbsent(operation.guild(), _ -> new ArrayList<>()).add(operation);
    }
    var violations = new ArrayList<Violation>();
    byGuild.forEach((guild, operations) ->
        violations.addAll(
            new LinearizabilityChecker(guild, operations, finalLogs.getOrDefault(guild, List.of()))
                .check()));
    return violations;
  }

  private List<Violation> check() {
    checkNoDuplicates();
    checkNoUnexpected();
    checkAcknowledgedKept();
    checkOrder();
    checkReadsFresh();
    checkPrefixes();
    return violations;
  }

  private void checkNoDuplicates() {
    repeatedIn(finalLog);
    reads.forEach(read -> repeatedIn(read.items()));
  }

  private void repeatedIn(List<String> items) {
    var observed = new HashSet<String>();
    for (var item : items) {
      if (!observed.add(item)) {
        violations.add(new Violation.Repeated(guild, item));
      }
    }
  }

  private void checkNoUnexpected() {
    Set<String> expected = new HashSet<>();
    adds.stream()
        .filter(add -> !(add.outcome() instanceof Refused))
        .forEach(add -> expected.add(add.item()));
    finalLog.stream()
        .filter(item -> !expected.contains(item))
        .forEach(item -> violations.add(new Violation.Unexpected(guild, item)));
  }

  private void checkAcknowledgedKept() {
    for (var add : adds) {
      if (add.outcome() instanceof Acknowledged && !positions.containsKey(add.item())) {
        violations.add(new Violation.Lost(guild, add.item()));
      }
    }
  }

  /** Checks that real time and the returned revisions agree with the order of the log. */
  private void checkOrder() {
    var there = adds.stream().filter(add -> positions.containsKey(add.item())).toList();
    var acknowledged =
        there.stream()
            .filter(add -> add.outcome() instanceof Acknowledged)
            .sorted(Comparator.comparingLong(Add::respondedAt))
            .toList();
    Add last = null;
    var done = 0;
    for (var add : there) {
      while (done < acknowledged.size() && acknowledged.get(done).respondedAt() < add.invokedAt()) {
        var next = acknowledged.get(done++);
        last = last == null || position(last) < position(next) ? next : last;
      }
      if (last != null && position(last) > position(add)) {
        violations.add(new Violation.OutOfOrder(guild, last.item(), add.item()));
      }
    }
    var inLog = acknowledged.stream().sorted(Comparator.comparingInt(this::position)).toList();
    for (var i = 1; i < inLog.size(); i++) {
      if (revision(inLog.get(i - 1)) >= revision(inLog.get(i))) {
        violations.add(
            new Violation.WrongRevision(guild, inLog.get(i - 1).item(), inLog.get(i).item()));
      }
    }
  }

  private int position(Add add) {
    return positions.get(add.item());
  }

  private static long revision(Add add) {
    return add.outcome() instanceof Acknowledged(var revision) ? revision : 0;
  }

  /** Checks that no response lacks items that were known before its request. */
  private void checkReadsFresh() {
    for (var read : reads) {
      var items = new HashSet<>(read.items());
      for (var add : adds) {
        if (add.invokedAt() > read.invokedAt()) {
          break;
        }
        if (add.outcome() instanceof Acknowledged
            && add.respondedAt() < read.invokedAt()
            && !items.contains(add.item())) {
          violations.add(new Violation.StaleRead(guild, add.item(), read.revision()));
        }
      }
    }
    var answered = reads.stream().sorted(Comparator.comparingLong(Read::respondedAt)).toList();
    long newest = Long.MIN_VALUE;
    var done = 0;
    for (var read : reads) {
      while (done < answered.size() && answered.get(done).respondedAt() < read.invokedAt()) {
        newest = Math.max(newest, answered.get(done++).revision());
      }
      if (read.revision() < newest) {
        violations.add(new Violation.NonMonotonicRead(guild, newest, read.revision()));
      }
    }
  }

  /** Checks that each response is a prefix of the log, of a length that its revision allows. */
  private void checkPrefixes() {
    var revisions = new HashMap<String, Long>();
    adds.forEach(add -> revisions.put(add.item(), revision(add)));
    for (var read : reads) {
      var size = read.items().size();
      var prefix = size <= finalLog.size() && finalLog.subList(0, size).equals(read.items());
      var tooNew =
          read.items().stream()
              .anyMatch(item -> revisions.getOrDefault(item, 0L) > read.revision());
      if (!prefix || tooNew) {
        violations.add(new Violation.Forked(guild, read.revision()));
      }
    }
  }
}
