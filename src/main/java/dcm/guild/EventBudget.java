package dcm.guild;

import java.util.List;

/**
 * How much one command may lead to: its events are written in one transaction and held in memory
 * until they are. What is beyond it is left to the guild's wake-ups.
 */
final class EventBudget {
  static final int MAX_EVENTS = 1_000;
  static final int MAX_CHARACTERS = 512 * 1024;

  private final Hearing hearing;
  private int counted;
  private long characters;

  EventBudget(Hearing hearing) {
    this.hearing = hearing;
  }

  /** Whether one more task may be seen to; what that leads to may go a little beyond. */
  boolean isLeft() {
    List<Recorded> events = hearing.events();
    for (; counted < events.size(); counted++) {
      // what is written is JSON of the same fields
      characters += events.get(counted).event().toString().length();
    }
    return counted < MAX_EVENTS && characters < MAX_CHARACTERS;
  }
}
