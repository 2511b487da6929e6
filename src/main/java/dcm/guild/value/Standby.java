package dcm.guild.value;

import java.util.List;

/**
 * Members who stand in for the assignees.
 *
 * @param members one or more, in the order in which they are asked
 */
public record Standby(List<MemberId> members, When when) {
  public Standby {
    members = List.copyOf(members);
  }

  /** When a member on standby may take the occurrence. */
  public enum When {
    ANYTIME,
    /** Once it is overdue. */
    WHEN_OVERDUE,
    /** Once an assignee handed it over. */
    MANUALLY
  }
}
