package dcm.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.event.AttachmentEvent;
import dcm.guild.event.CalendarTokenEvent;
import dcm.guild.event.CommandRefused;
import dcm.guild.event.CommentEvent;
import dcm.guild.event.GroupingEvent;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.ImportEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.PermissionEvent;
import dcm.guild.event.PointsEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.event.SwapEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.event.WorkloadEvent;
import dcm.guild.value.PointsReason;
import dcm.guild.value.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Maps events to audit log entries with the values before and after. */
final class AuditEntryMapper {
  private AuditEntryMapper() {}

  /** Maps an event; empty for events without a change that members can see. */
  static Optional<AuditLog.Entry> toEntry(EventHistory.JournaledEvent journaled) {
    var event = journaled.recorded().event();
    return switch (event) {
      case NotificationEvent matched -> toEntry(journaled, matched);
      case TaskEvent matched ->
          Optional.of(toEntry(journaled, matched.task(), null, before(matched), after(matched)));
      case OccurrenceEvent matched ->
          Optional.of(
              toEntry(
                  journaled, matched.task(), matched.ordinal(), before(matched), after(matched)));
      case AttachmentEvent matched ->
          Optional.of(
              toEntry(
                  journaled, matched.task(), matched.ordinal(), before(matched), after(matched)));
      case CommentEvent matched ->
          Optional.of(toEntry(journaled, matched.task(), null, before(matched), after(matched)));
      case SwapEvent matched ->
          Optional.of(
              toEntry(
                  journaled, matched.task(), null, ReadModelJson.emptyObject(), fields(matched)));
      case CalendarTokenEvent matched ->
          Optional.of(toEntry(journaled, null, null, ReadModelJson.emptyObject(), fields(matched)));
      case GroupingEvent matched ->
          Optional.of(toEntry(journaled, null, null, before(matched), after(matched)));
      case MemberEvent matched ->
          Optional.of(toEntry(journaled, null, null, before(matched), fields(matched)));
      case PointsEvent.Recorded matched ->
          // what follows from a completion is in the ledger
          matched.reason() == PointsReason.ADJUSTED
              ? Optional.of(
                  toEntry(journaled, null, null, ReadModelJson.emptyObject(), fields(matched)))
              : Optional.empty();
      case WorkloadEvent matched ->
          Optional.of(toEntry(journaled, null, null, ReadModelJson.emptyObject(), fields(matched)));
      case PermissionEvent matched ->
          Optional.of(toEntry(journaled, null, null, ReadModelJson.emptyObject(), fields(matched)));
      case ImportEvent matched ->
          Optional.of(toEntry(journaled, null, null, ReadModelJson.emptyObject(), fields(matched)));
      case SettingsEvent.ChannelsObserved _ -> Optional.empty();
      // the bot did what a member had asked for, which has an entry
      case SettingsEvent.BoardMessagePosted posted when posted.message() != null ->
          Optional.empty();
      case SettingsEvent matched ->
          Optional.of(toEntry(journaled, null, null, before(matched), after(matched)));
      case CommandRefused matched ->
          Optional.of(
              toEntry(
                  journaled, matched.task(), null, ReadModelJson.emptyObject(), fields(matched)));
    };
  }

  /** Maps notification events: only those about messages that members might miss. */
  private static Optional<AuditLog.Entry> toEntry(
      EventHistory.JournaledEvent journaled, NotificationEvent event) {
    return switch (event) {
      case NotificationEvent.Failed failed ->
          failed.settled()
              ? Optional.of(
                  toEntry(journaled, null, null, ReadModelJson.emptyObject(), fields(failed)))
              : Optional.empty();
      case NotificationEvent.Withdrawn withdrawn ->
          Optional.of(
              toEntry(journaled, null, null, ReadModelJson.emptyObject(), fields(withdrawn)));
      case NotificationEvent.FellBack fellBack ->
          Optional.of(
              toEntry(journaled, null, null, ReadModelJson.emptyObject(), fields(fellBack)));
      case NotificationEvent.Queued _,
          NotificationEvent.WelcomeQueued _,
          NotificationEvent.Retried _,
          NotificationEvent.Delivered _,
          NotificationEvent.Posted _,
          NotificationEvent.OutageShown _,
          NotificationEvent.Read _,
          NotificationEvent.WakeUpPlanned _,
          NotificationEvent.WakeUpCancelled _ ->
          Optional.empty();
    };
  }

  private static ObjectNode before(TaskEvent event) {
    return switch (event) {
      case TaskEvent.Created _ -> ReadModelJson.emptyObject();
      case TaskEvent.Edited edited -> changed(edited.before(), edited.after());
      case TaskEvent.Split split -> ReadModelJson.toObjectNode(Map.of("schedule", split.before()));
      case TaskEvent.SplitUndone undone ->
          ReadModelJson.toObjectNode(Map.of("schedule", undone.before()));
      case TaskEvent.Deleted deleted -> fields(deleted);
      case TaskEvent.Purged purged -> fields(purged);
      case TaskEvent.Restored _ -> ReadModelJson.emptyObject();
    };
  }

  private static ObjectNode after(TaskEvent event) {
    return switch (event) {
      case TaskEvent.Created created -> fields(created);
      case TaskEvent.Edited edited -> changed(edited.after(), edited.before());
      case TaskEvent.Split split ->
          ReadModelJson.toObjectNode(
              Map.of(
                  "schedule",
                  split.after(),
                  "from",
                  split.from(),
                  "following",
                  split.following(),
                  "followingNumber",
                  split.followingNumber()));
      case TaskEvent.SplitUndone undone ->
          ReadModelJson.toObjectNode(
              Map.of(
                  "schedule",
                  undone.after(),
                  "following",
                  undone.following(),
                  "followingNumber",
                  undone.followingNumber()));
      case TaskEvent.Deleted _, TaskEvent.Purged _ -> ReadModelJson.emptyObject();
      case TaskEvent.Restored restored -> fields(restored);
    };
  }

  private static ObjectNode before(OccurrenceEvent event) {
    return switch (event) {
      case OccurrenceEvent.Assigned assigned ->
          ReadModelJson.toObjectNode(Map.of("assignees", assigned.before()));
      case OccurrenceEvent.ChecklistTicked ticked ->
          ReadModelJson.toObjectNode(Map.of("ticks", ticked.before()));
      case OccurrenceEvent.Rescheduled moved ->
          ReadModelJson.toObjectNode(Map.of("due", moved.before()));
      default -> ReadModelJson.emptyObject();
    };
  }

  private static ObjectNode after(OccurrenceEvent event) {
    return switch (event) {
      case OccurrenceEvent.Assigned assigned ->
          ReadModelJson.toObjectNode(Map.of("assignees", assigned.after()));
      case OccurrenceEvent.ChecklistTicked ticked ->
          ReadModelJson.toObjectNode(Map.of("ticks", ticked.after()));
      case OccurrenceEvent.Rescheduled moved ->
          ReadModelJson.toObjectNode(Map.of("due", moved.after()));
      default -> fields(event);
    };
  }

  private static ObjectNode before(AttachmentEvent event) {
    return event instanceof AttachmentEvent.Removed removed
        ? fields(removed)
        : ReadModelJson.emptyObject();
  }

  private static ObjectNode after(AttachmentEvent event) {
    return event instanceof AttachmentEvent.Added added
        ? fields(added)
        : ReadModelJson.emptyObject();
  }

  private static ObjectNode before(CommentEvent event) {
    return event instanceof CommentEvent.Deleted deleted
        ? fields(deleted)
        : ReadModelJson.emptyObject();
  }

  private static ObjectNode after(CommentEvent event) {
    return event instanceof CommentEvent.Added added ? fields(added) : ReadModelJson.emptyObject();
  }

  private static ObjectNode before(GroupingEvent event) {
    return switch (event) {
      case GroupingEvent.Created _ -> ReadModelJson.emptyObject();
      case GroupingEvent.Edited edited ->
          ReadModelJson.emptyObject()
              .put("name", edited.nameBefore())
              .put("colour", edited.colourBefore());
      case GroupingEvent.Deleted deleted -> fields(deleted);
    };
  }

  private static ObjectNode after(GroupingEvent event) {
    return switch (event) {
      case GroupingEvent.Created created -> fields(created);
      case GroupingEvent.Edited edited ->
          fields(edited).without(List.of("nameBefore", "colourBefore"));
      case GroupingEvent.Deleted _ -> ReadModelJson.emptyObject();
    };
  }

  private static ObjectNode before(MemberEvent event) {
    return event instanceof MemberEvent.Observed observed && observed.before() != null
        ? ReadModelJson.toObjectNode(Map.of("roles", observed.before()))
        : ReadModelJson.emptyObject();
  }

  private static ObjectNode before(SettingsEvent event) {
    return switch (event) {
      case SettingsEvent.Changed(var before, var after) -> changed(before, after);
      case SettingsEvent.BoardLayoutChanged(var before, var after) -> changed(before, after);
      case SettingsEvent.HolidaysChanged(var before, var after) -> changed(before, after);
      case SettingsEvent.GuildObserved _,
          SettingsEvent.ChannelsObserved _,
          SettingsEvent.BoardMessagePosted _,
          SettingsEvent.BoardMessageRemoved _,
          SettingsEvent.Deactivated _,
          SettingsEvent.Restored _ ->
          ReadModelJson.emptyObject();
    };
  }

  private static ObjectNode after(SettingsEvent event) {
    return switch (event) {
      case SettingsEvent.Changed(var before, var after) -> changed(after, before);
      case SettingsEvent.BoardLayoutChanged(var before, var after) -> changed(after, before);
      case SettingsEvent.HolidaysChanged(var before, var after) -> changed(after, before);
      case SettingsEvent.GuildObserved _,
          SettingsEvent.ChannelsObserved _,
          SettingsEvent.BoardMessagePosted _,
          SettingsEvent.BoardMessageRemoved _,
          SettingsEvent.Deactivated _,
          SettingsEvent.Restored _ ->
          fields(event);
    };
  }

  /** An event's fields, without those that the entry contains already. */
  private static ObjectNode fields(GuildEvent event) {
    return ReadModelJson.toObjectNode(event).without(List.of("type", "task", "ordinal", "before"));
  }

  /** The fields of {@code values} that differ from {@code comparedWith}. */
  private static ObjectNode changed(Object values, Object comparedWith) {
    var fields = ReadModelJson.toObjectNode(values);
    var comparedFields = ReadModelJson.toObjectNode(comparedWith);
    fields
        .properties()
        .removeIf(field -> field.getValue().equals(comparedFields.get(field.getKey())));
    return fields;
  }

  private static AuditLog.Entry toEntry(
      EventHistory.JournaledEvent journaled,
      @Nullable TaskId task,
      @Nullable Integer ordinal,
      ObjectNode before,
      ObjectNode after) {
    var recorded = journaled.recorded();
    return new AuditLog.Entry(
        journaled.revision(),
        recorded.at(),
        recorded.initiator(),
        recorded.event().kind(),
        task,
        ordinal,
        before,
        after);
  }
}
