package dcm.guild.command;

import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import org.jspecify.annotations.Nullable;

/** Commands on categories and labels. */
public sealed interface GroupingCommand extends GuildCommand {
  /**
   * @param colour {@code #rrggbb}
   */
  record Create(GroupingId id, Grouping.Kind kind, String name, String colour)
      implements GroupingCommand {}

  record Edit(
      GroupingId id,
      Grouping.Kind kind,
      @Nullable Long ifRevision,
      @Nullable String name,
      @Nullable String colour)
      implements GroupingCommand {}

  /** Tasks that carried it go on without. */
  record Delete(GroupingId id, Grouping.Kind kind, @Nullable Long ifRevision)
      implements GroupingCommand {}
}
