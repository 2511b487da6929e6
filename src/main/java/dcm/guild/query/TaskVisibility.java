package dcm.guild.query;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;

/**
 * The tasks that a caller may see. Callers with equal visibility get equal pages, so it is part of
 * the key of a cached page.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TaskVisibility.All.class, name = "all"),
  @JsonSubTypes.Type(value = TaskVisibility.Own.class, name = "own"),
})
public sealed interface TaskVisibility {
  boolean includes(Task task);

  /** All tasks of the guild: the member has TASK_VIEW_ALL, or the caller is the system. */
  record All() implements TaskVisibility {
    @Override
    public boolean includes(Task task) {
      return true;
    }
  }

  /**
   * The tasks that a member with TASK_VIEW_OWN holds, is assigned to, takes turns in or created.
   *
   * @param claimable also the open tasks that nobody holds: the member has TASK_CLAIM
   */
  record Own(MemberId member, boolean claimable) implements TaskVisibility {
    @Override
    public boolean includes(Task task) {
      return task.occurrences().stream().anyMatch(this::isInvolved)
          || task.createdBy().equals(member)
          || task.assignment().namedMembers().contains(member);
    }

    private boolean isInvolved(Occurrence open) {
      return open.assignees().contains(member)
          || member.equals(open.claimedBy())
          || (claimable && open.holders().isEmpty());
    }
  }
}
