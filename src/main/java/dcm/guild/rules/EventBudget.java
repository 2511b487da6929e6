package dcm.guild.rules;

import java.util.List;

/**
 * Limit of the events of one command: they are written in one transaction and held in memory until
 * then. Work beyond it is left to the guild's wake-ups.
 */
final class EventBudget {
  static final int MAX_EVENTS = 1_000;
  static final int MAX_CHARACTERS = 512 * 1024;

  private final DecisionContext context;
  private int countedEvents;
  private long characters;

  EventBudget(DecisionContext context) {
    this.context = context;
  }

  /** Whether one more task may be processed; its events may exceed the limit slightly. */
  boolean hasRemaining() {
    List<DecidedEvent> decided = context.decided();
    for (; countedEvents < decided.size(); countedEvents++) {
      characters += decided.get(countedEvents).characters();
    }
    return countedEvents < MAX_EVENTS && characters < MAX_CHARACTERS;
  }
}
