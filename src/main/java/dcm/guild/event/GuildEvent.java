package dcm.guild.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An event of a guild, in the past tense, stored for ever. The journal, the audit log and the API
 * use the names below. A class may be renamed, a name never.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TaskEvent.Created.class, name = "task.created"),
  @JsonSubTypes.Type(value = TaskEvent.Edited.class, name = "task.edited"),
  @JsonSubTypes.Type(value = TaskEvent.Split.class, name = "task.split"),
  @JsonSubTypes.Type(value = TaskEvent.SplitUndone.class, name = "task.split-undone"),
  @JsonSubTypes.Type(value = TaskEvent.Deleted.class, name = "task.deleted"),
  @JsonSubTypes.Type(value = TaskEvent.Restored.class, name = "task.restored"),
  @JsonSubTypes.Type(value = TaskEvent.Purged.class, name = "task.purged"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Opened.class, name = "occurrence.opened"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Assigned.class, name = "occurrence.assigned"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Claimed.class, name = "occurrence.claimed"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Released.class, name = "occurrence.released"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Completed.class, name = "occurrence.completed"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Skipped.class, name = "occurrence.skipped"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Snoozed.class, name = "occurrence.snoozed"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Reminded.class, name = "occurrence.reminded"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Withdrawn.class, name = "occurrence.withdrawn"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Reopened.class, name = "occurrence.reopened"),
  @JsonSubTypes.Type(
      value = OccurrenceEvent.ReportWithdrawn.class,
      name = "occurrence.report-withdrawn"),
  @JsonSubTypes.Type(
      value = OccurrenceEvent.ChecklistTicked.class,
      name = "occurrence.checklist-ticked"),
  @JsonSubTypes.Type(
      value = OccurrenceEvent.PartCompleted.class,
      name = "occurrence.part-completed"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Submitted.class, name = "occurrence.submitted"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Approved.class, name = "occurrence.approved"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Rejected.class, name = "occurrence.rejected"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Missed.class, name = "occurrence.missed"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Expired.class, name = "occurrence.expired"),
  @JsonSubTypes.Type(value = OccurrenceEvent.Rescheduled.class, name = "occurrence.rescheduled"),
  @JsonSubTypes.Type(
      value = OccurrenceEvent.DeadlineApplied.class,
      name = "occurrence.deadline-applied"),
  @JsonSubTypes.Type(
      value = OccurrenceEvent.FollowUpPlanned.class,
      name = "occurrence.follow-up-planned"),
  @JsonSubTypes.Type(value = GroupingEvent.Created.class, name = "grouping.created"),
  @JsonSubTypes.Type(value = GroupingEvent.Edited.class, name = "grouping.edited"),
  @JsonSubTypes.Type(value = GroupingEvent.Deleted.class, name = "grouping.deleted"),
  @JsonSubTypes.Type(value = MemberEvent.Observed.class, name = "member.observed"),
  @JsonSubTypes.Type(value = MemberEvent.ProfileEdited.class, name = "member.profile-edited"),
  @JsonSubTypes.Type(value = MemberEvent.Left.class, name = "member.left"),
  @JsonSubTypes.Type(value = MemberEvent.Forgotten.class, name = "member.forgotten"),
  @JsonSubTypes.Type(value = MemberEvent.AbsenceAdded.class, name = "absence.added"),
  @JsonSubTypes.Type(value = MemberEvent.AbsenceStarted.class, name = "absence.started"),
  @JsonSubTypes.Type(value = MemberEvent.AbsenceEnded.class, name = "absence.ended"),
  @JsonSubTypes.Type(value = MemberEvent.AbsenceRemoved.class, name = "absence.removed"),
  @JsonSubTypes.Type(value = SwapEvent.Offered.class, name = "swap.offered"),
  @JsonSubTypes.Type(value = SwapEvent.Accepted.class, name = "swap.accepted"),
  @JsonSubTypes.Type(value = SwapEvent.Declined.class, name = "swap.declined"),
  @JsonSubTypes.Type(value = SwapEvent.Withdrawn.class, name = "swap.withdrawn"),
  @JsonSubTypes.Type(value = CalendarTokenEvent.Created.class, name = "calendar-token.created"),
  @JsonSubTypes.Type(value = CalendarTokenEvent.Revoked.class, name = "calendar-token.revoked"),
  @JsonSubTypes.Type(value = PermissionEvent.Granted.class, name = "permission.granted"),
  @JsonSubTypes.Type(value = PermissionEvent.Revoked.class, name = "permission.revoked"),
  @JsonSubTypes.Type(value = SettingsEvent.GuildObserved.class, name = "guild.observed"),
  @JsonSubTypes.Type(
      value = SettingsEvent.ChannelsObserved.class,
      name = "guild.channels-observed"),
  @JsonSubTypes.Type(value = SettingsEvent.Deactivated.class, name = "guild.deactivated"),
  @JsonSubTypes.Type(value = SettingsEvent.Restored.class, name = "guild.restored"),
  @JsonSubTypes.Type(value = SettingsEvent.Changed.class, name = "settings.changed"),
  @JsonSubTypes.Type(value = SettingsEvent.BoardLayoutChanged.class, name = "board-layout.changed"),
  @JsonSubTypes.Type(value = SettingsEvent.HolidaysChanged.class, name = "holidays.changed"),
  @JsonSubTypes.Type(value = SettingsEvent.BoardMessagePosted.class, name = "board-message.posted"),
  @JsonSubTypes.Type(
      value = SettingsEvent.BoardMessageRemoved.class,
      name = "board-message.removed"),
  @JsonSubTypes.Type(value = NotificationEvent.Queued.class, name = "delivery.queued"),
  @JsonSubTypes.Type(value = NotificationEvent.WelcomeQueued.class, name = "welcome.queued"),
  @JsonSubTypes.Type(value = NotificationEvent.Retried.class, name = "delivery.retried"),
  @JsonSubTypes.Type(value = NotificationEvent.Delivered.class, name = "delivery.delivered"),
  @JsonSubTypes.Type(value = NotificationEvent.Failed.class, name = "delivery.failed"),
  @JsonSubTypes.Type(value = NotificationEvent.Withdrawn.class, name = "delivery.withdrawn"),
  @JsonSubTypes.Type(value = NotificationEvent.FellBack.class, name = "delivery.fell-back"),
  @JsonSubTypes.Type(value = NotificationEvent.Posted.class, name = "notification.posted"),
  @JsonSubTypes.Type(value = NotificationEvent.Read.class, name = "notification.read"),
  @JsonSubTypes.Type(value = NotificationEvent.OutageShown.class, name = "channel-outage.shown"),
  @JsonSubTypes.Type(value = NotificationEvent.WakeUpPlanned.class, name = "wake-up.planned"),
  @JsonSubTypes.Type(value = NotificationEvent.WakeUpCancelled.class, name = "wake-up.cancelled"),
  @JsonSubTypes.Type(value = AttachmentEvent.Added.class, name = "attachment.added"),
  @JsonSubTypes.Type(value = AttachmentEvent.Removed.class, name = "attachment.removed"),
  @JsonSubTypes.Type(value = CommentEvent.Added.class, name = "comment.added"),
  @JsonSubTypes.Type(value = CommentEvent.Deleted.class, name = "comment.deleted"),
  @JsonSubTypes.Type(value = ImportEvent.Started.class, name = "import.started"),
  @JsonSubTypes.Type(value = ImportEvent.Applied.class, name = "import.applied"),
  @JsonSubTypes.Type(value = ImportEvent.Undone.class, name = "import.undone"),
  @JsonSubTypes.Type(value = PointsEvent.Recorded.class, name = "points.recorded"),
  @JsonSubTypes.Type(value = WorkloadEvent.Decayed.class, name = "workload.decayed"),
  @JsonSubTypes.Type(value = CommandRefused.class, name = "command.refused"),
})
public sealed interface GuildEvent
    permits TaskEvent,
        OccurrenceEvent,
        GroupingEvent,
        MemberEvent,
        SwapEvent,
        CalendarTokenEvent,
        PermissionEvent,
        SettingsEvent,
        NotificationEvent,
        AttachmentEvent,
        CommentEvent,
        ImportEvent,
        PointsEvent,
        WorkloadEvent,
        CommandRefused {

  /** The class of every event by stable name. */
  Map<String, Class<?>> KINDS =
      Arrays.stream(GuildEvent.class.getAnnotation(JsonSubTypes.class).value())
          .collect(Collectors.toUnmodifiableMap(JsonSubTypes.Type::name, JsonSubTypes.Type::value));

  /** The stable name of every event class. */
  Map<Class<?>, String> NAMES =
      KINDS.entrySet().stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

  /** The stable name, for example {@code task.created}. */
  default String kind() {
    return NAMES.get(getClass());
  }
}
