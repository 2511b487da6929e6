package dcm.guild.value;

/**
 * A category or a label of tasks.
 *
 * @param colour {@code #rrggbb}
 */
public record Grouping(GroupingId id, Kind kind, String name, String colour, long revision) {

  /** A task has at most one category and any number of labels. */
  public enum Kind {
    CATEGORY,
    LABEL
  }
}
