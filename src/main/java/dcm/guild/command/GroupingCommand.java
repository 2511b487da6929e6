package dcm.guild.command;

import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import org.jspecify.annotations.Nullable;

/** Commands on categories and labels. */
public sealed interface GroupingCommand extends GuildCommand {
  /**
   * Creates a category or label.
   *
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

  /** Deletes a category or label; tasks lose it. */
  record Delete(GroupingId id, Grouping.Kind kind, @Nullable Long ifRevision)
      implements GroupingCommand {}
}
