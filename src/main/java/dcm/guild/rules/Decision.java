package dcm.guild.rules;

import dcm.guild.event.RecordedEvent;
import dcm.guild.reply.Outcome;
import dcm.guild.reply.Refusal;
import java.util.List;

/** The result of deciding on a command. The rules decide, the actor persists. */
public sealed interface Decision {
  /**
   * The command is accepted.
   *
   * @param decided in order, written together or not at all; empty when nothing changes
   */
  record Accepted(List<DecidedEvent> decided) implements Decision {
    public Accepted {
      decided = List.copyOf(decided);
    }

    public List<RecordedEvent> events() {
      return decided.stream().map(DecidedEvent::recorded).toList();
    }
  }

  /** The command was answered before; the earlier outcome is the answer again. */
  record Repeated(Outcome outcome) implements Decision {}

  /**
   * The command is refused.
   *
   * @param audit events that are written nevertheless, such as an attempt without permission; may
   *     be empty
   */
  record Refused(Refusal refusal, List<DecidedEvent> audit) implements Decision {
    public Refused {
      audit = List.copyOf(audit);
    }

    public List<RecordedEvent> events() {
      return audit.stream().map(DecidedEvent::recorded).toList();
    }
  }
}
