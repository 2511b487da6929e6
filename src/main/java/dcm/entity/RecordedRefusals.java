package dcm.entity;

import dcm.guild.event.CommandRefused;
import dcm.guild.event.RecordedEvent;
import dcm.guild.rules.DecidedEvent;
import dcm.guild.value.CommandId;
import dcm.guild.value.Initiator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Refusals recently written to the journal. A command that {@link RetryingAsk} repeats because its
 * reply is late is one attempt and is audited once. Lost with the entity: a copy that reaches
 * another entity, or this one after a restart, is audited twice. Confined to its actor's thread.
 */
final class RecordedRefusals {
  private static final int MAX_REFUSALS = 100;

  private final LinkedHashSet<RefusalKey> recorded = new LinkedHashSet<>();

  private record RefusalKey(CommandId command, String fingerprint, Initiator initiator) {
    static RefusalKey of(RecordedEvent event) {
      return new RefusalKey(event.command(), event.fingerprint(), event.initiator());
    }
  }

  /** The events of a refused command that are not written yet. */
  List<DecidedEvent> notRecorded(List<DecidedEvent> audit) {
    return audit.stream().filter(event -> !isRecorded(event.recorded())).toList();
  }

  private boolean isRecorded(RecordedEvent event) {
    return event.event() instanceof CommandRefused && recorded.contains(RefusalKey.of(event));
  }

  /** Adds the refusals among events that are written, or being written. */
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

  /** Forgets all refusals: the last ones may not have been written. */
  void clear() {
    recorded.clear();
  }
}
