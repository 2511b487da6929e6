package dcm.guild.rules;

import java.util.List;

/**
 * How much one command may lead to: its events are written in one transaction and held in memory
 * until they are. What is beyond it is left to the guild's wake-ups.
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

  /** Whether one more task may be seen to; what that leads to may go a little beyond. */
  boolean hasRemaining() {
    List<DecidedEvent> decided = context.decided();
    for (; countedEvents < decided.size(); countedEvents++) {
      // what is written is JSON of the same fields
      characters += decided.get(countedEvents).recorded().event().toString().length();
    }
    return countedEvents < MAX_EVENTS && characters < MAX_CHARACTERS;
  }
}
