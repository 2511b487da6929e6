package dcm.guild.rules;

import dcm.guild.event.RecordedEvent;
import dcm.guild.reply.Outcome;
import dcm.guild.reply.Refusal;
import java.util.List;

/** What the guild makes of a request. The rule decides, the actor persists. */
public sealed interface Decision {
  /**
   * @param events in order, written together or not at all; may be empty when nothing changes
   */
  record Accepted(List<RecordedEvent> events) implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** The same knock was answered before: the same answer again. */
  record Repeated(Outcome outcome) implements Decision {}

  /**
   * @param audit events to write all the same (an attempt without permission); may be empty
   */
  record Refused(Refusal refusal, List<RecordedEvent> audit) implements Decision {
    public Refused {
      audit = List.copyOf(audit);
    }
  }
}
