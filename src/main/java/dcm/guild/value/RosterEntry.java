package dcm.guild.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has a task when.
 *
 * @param ordinal null: a forecast, if everything is done on time and nothing changes
 * @param members empty: whoever claims it first
 * @param turn the member whose turn it is by the rotation; null: it takes no turns
 */
public record RosterEntry(
    TaskId task,
    int number,
    String title,
    @Nullable Integer ordinal,
    Due due,
    List<MemberId> members,
    @Nullable MemberId turn) {
  public RosterEntry {
    members = List.copyOf(members);
  }
}
