package dcm.guild.rules;

import dcm.guild.state.IndexedTask;

/** The text of a suggestion in lower case: {@code #12 bathroom}. */
final class TaskLabel {
  private TaskLabel() {}

  static String of(IndexedTask task) {
    return "#" + task.number() + " " + task.lowerTitle();
  }
}
