package dcm.quickadd;

import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import java.util.Map;

/**
 * The names that a line may mention: those of active members, of roles, categories and labels by
 * their ids.
 */
public record QuickAddNames(
    Map<MemberId, String> members,
    Map<RoleId, String> roles,
    Map<GroupingId, String> categories,
    Map<GroupingId, String> labels) {
  public static final QuickAddNames NONE =
      new QuickAddNames(Map.of(), Map.of(), Map.of(), Map.of());

  public QuickAddNames {
    members = Map.copyOf(members);
    roles = Map.copyOf(roles);
    categories = Map.copyOf(categories);
    labels = Map.copyOf(labels);
  }
}
