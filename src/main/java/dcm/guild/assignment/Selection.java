package dcm.guild.assignment;

import dcm.guild.value.MemberId;
import dcm.guild.value.SelectionReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The assignees of an occurrence.
 *
 * @param assignees empty: open to the first member who claims it
 * @param turn the member whose turn it is; null: the strategy knows no turns, or nobody is there
 */
public record Selection(List<MemberId> assignees, @Nullable MemberId turn, SelectionReason reason) {
  public Selection {
    assignees = List.copyOf(assignees);
  }

  static Selection of(List<MemberId> assignees, SelectionReason reason) {
    return new Selection(
        assignees, null, assignees.isEmpty() ? SelectionReason.NOBODY_PRESENT : reason);
  }

  static Selection turn(@Nullable MemberId member, SelectionReason reason) {
    return member == null
        ? new Selection(List.of(), null, SelectionReason.NOBODY_PRESENT)
        : new Selection(List.of(member), member, reason);
  }
}
