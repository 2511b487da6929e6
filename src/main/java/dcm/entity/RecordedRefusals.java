package dcm.entity;

import dcm.guild.event.CommandRefused;
import dcm.guild.event.RecordedEvent;
import dcm.guild.rules.DecidedEvent;
import dcm.guild.value.CommandId;
import dcm.guild.value.Initiator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The refusals that the guild has just written down. A command that is said again because its
 * answer is late ({@link RetryingAsk}) is one attempt, and stands in the log once. Forgotten with
 * the desk: a copy that finds the guild at another one stands there twice. Lives on its actor's
 * thread.
 */
final class RecordedRefusals {
  private static final int MAX_REFUSALS = 100;

  private final LinkedHashSet<RefusalKey> recorded = new LinkedHashSet<>();

  private record RefusalKey(CommandId command, String fingerprint, Initiator initiator) {
    static RefusalKey of(RecordedEvent event) {
      return new RefusalKey(event.command(), event.fingerprint(), event.initiator());
    }
  }

  /** What of a refused command's events is still to be written. */
  List<DecidedEvent> notRecorded(List<DecidedEvent> audit) {
    return audit.stream().filter(event -> !isRecorded(event.recorded())).toList();
  }

  private boolean isRecorded(RecordedEvent event) {
    return event.event() instanceof CommandRefused && recorded.contains(RefusalKey.of(event));
  }

  /** These are in the journal. */
  void recorded(List<DecidedEvent> written) {
    for (DecidedEvent event : written) {
      if (event.recorded().event() instanceof CommandRefused) {
        recorded.add(RefusalKey.of(event.recorded()));
      }
    }
    while (recorded.size() > MAX_REFUSALS) {
      recorded.removeFirst();
    }
  }
}
