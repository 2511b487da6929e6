package dcm;

import dcm.history.History;
import dcm.history.Operation;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * Records waits and failures of clients of many guilds. Times are {@link System#nanoTime}.
 * Thread-safe.
 */
final class OutageRecorder {
  private final History history;
  private final Queue<ServedRequest> served = new ConcurrentLinkedQueue<>();
  private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();

  /** A served request, from its first attempt to its response. */
  record ServedRequest(String guild, long startedAtNanos, long answeredAtNanos) {
    Duration waitedSince(long momentNanos) {
      return Duration.ofNanos(
          answeredAtNanos - (startedAtNanos - momentNanos > 0 ? startedAtNanos : momentNanos));
    }
  }

  /** A failed attempt, which is repeated. */
  record Failure(String guild, long atNanos, String description) {}

  OutageRecorder() {
    this(new History());
  }

  private OutageRecorder(History history) {
    this.history = history;
  }

  /** A recorder with the same history but separate waits and failures. */
  OutageRecorder withSameHistory() {
    return new OutageRecorder(history);
  }

  void recordOperation(Operation operation) {
    history.add(operation);
  }

  void served(String guild, long startedAt) {
    served(guild, startedAt, System.nanoTime());
  }

  void served(String guild, long startedAt, long answered) {
    served.add(new ServedRequest(guild, startedAt, answered));
  }

  void recordFailure(String guild, String description) {
    failures.add(new Failure(guild, System.nanoTime(), description));
  }

  History history() {
    return history;
  }

  /** The guilds that served a request that started after this time. */
  Set<String> guildsServedSince(long momentNanos) {
    return served.stream()
        .filter(request -> request.startedAtNanos - momentNanos > 0)
        .map(ServedRequest::guild)
        .collect(Collectors.toSet());
  }

  /**
   * The longest wait between the two times. A wait that started earlier counts from the first time
   * on, because the rest has another cause.
   */
  Duration longestWait(long from, long to) {
    return served.stream()
        .filter(request -> request.answeredAtNanos - from >= 0 && to - request.startedAtNanos >= 0)
        .map(request -> request.waitedSince(from))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /**
   * The longest time between the two times in which a guild with waiting clients served none of
   * them.
   */
  Duration longestSilence(long from, long to) {
    return served.stream()
        .filter(request -> request.answeredAtNanos - from >= 0 && to - request.startedAtNanos >= 0)
        .collect(Collectors.groupingBy(ServedRequest::guild))
        .values()
        .stream()
        .map(OutageRecorder::longestSilenceOf)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /**
   * The silence of one guild: from its last response, or the start of a wait, to the next response.
   */
  private static Duration longestSilenceOf(List<ServedRequest> requests) {
    var answers =
        requests.stream().sorted(Comparator.comparingLong(ServedRequest::answeredAtNanos)).toList();
    var longest = Duration.ZERO;
    for (int i = 0; i < answers.size(); i++) {
      var waiting =
          answers.subList(i, answers.size()).stream().mapToLong(ServedRequest::startedAtNanos);
      var since = waiting.min().getAsLong();
      if (i > 0 && answers.get(i - 1).answeredAtNanos - since > 0) {
        since = answers.get(i - 1).answeredAtNanos;
      }
      var silent = Duration.ofNanos(answers.get(i).answeredAtNanos - since);
      longest = silent.compareTo(longest) > 0 ? silent : longest;
    }
    return longest;
  }

  /** The number of failures by reason. */
  Map<String, Long> failureCounts(long from, long to) {
    return failures(from, to).stream()
        .collect(Collectors.groupingBy(Failure::description, TreeMap::new, Collectors.counting()));
  }

  List<Failure> failures(long from, long to) {
    return failures.stream()
        .filter(request -> request.atNanos - from >= 0 && to - request.atNanos >= 0)
        .toList();
  }

  int failures() {
    return failures.size();
  }

  int requestCount() {
    return served.size();
  }
}
