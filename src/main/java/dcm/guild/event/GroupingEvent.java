package dcm.guild.event;

import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;

/** Events of categories and labels. */
public sealed interface GroupingEvent extends GuildEvent {
  record Created(GroupingId id, Grouping.Kind groupingKind, String name, String colour)
      implements GroupingEvent {}

  record Edited(
      GroupingId id,
      Grouping.Kind groupingKind,
      String nameBefore,
      String colourBefore,
      String name,
      String colour)
      implements GroupingEvent {}

  /** A category or label was deleted; tasks lose it. */
  record Deleted(GroupingId id, Grouping.Kind groupingKind, String name) implements GroupingEvent {}
}
