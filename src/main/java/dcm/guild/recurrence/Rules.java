package dcm.guild.recurrence;

import dcm.guild.Recurrence;

/** Reads rules that were checked when they were written. */
final class Rules {
  private Rules() {}

  /**
   * @throws IllegalArgumentException when it was never checked
   */
  static Rule read(Recurrence recurrence) {
    Rule rule =
        Rule.parse(
            recurrence.rrule(),
            error -> {
              throw new IllegalArgumentException(error.detail());
            });
    if (rule == null) {
      throw new IllegalArgumentException("unreadable rule");
    }
    return rule;
  }
}
