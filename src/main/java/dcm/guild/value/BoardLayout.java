package dcm.guild.value;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the kanban board: a mapping from states of occurrences. Moving a card sends the
 * same command as its button.
 */
public record BoardLayout(List<Column> columns) {
  /** Columns of a guild that did not choose any. */
  public static final BoardLayout DEFAULT =
      new BoardLayout(
          List.of(
              new Column("todo", null, Set.of(Occurrence.State.OPEN)),
              new Column(
                  "doing",
                  null,
                  Set.of(Occurrence.State.CLAIMED, Occurrence.State.AWAITING_APPROVAL)),
              new Column(
                  "done",
                  null,
                  Set.of(
                      Occurrence.State.DONE,
                      Occurrence.State.SKIPPED,
                      Occurrence.State.MISSED,
                      Occurrence.State.EXPIRED))));

  public BoardLayout {
    columns = List.copyOf(columns);
  }

  /**
   * A column.
   *
   * @param id 1 to 20 lower-case letters, digits and hyphens
   * @param title null: by its id, in the language of the reader
   * @param states each in one column at most
   */
  public record Column(String id, @Nullable String title, Set<Occurrence.State> states) {
    public Column {
      states = SortedSets.copy(states);
    }
  }
}
