package dcm.guild.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A command to a guild, in the imperative; one sealed family per subject. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TaskCommand.Create.class, name = "task.create"),
  @JsonSubTypes.Type(value = TaskCommand.Edit.class, name = "task.edit"),
  @JsonSubTypes.Type(value = TaskCommand.EditOccurrence.class, name = "task.edit-occurrence"),
  @JsonSubTypes.Type(value = TaskCommand.EditFollowing.class, name = "task.edit-following"),
  @JsonSubTypes.Type(value = TaskCommand.SkipDay.class, name = "task.skip-day"),
  @JsonSubTypes.Type(value = TaskCommand.Delete.class, name = "task.delete"),
  @JsonSubTypes.Type(value = TaskCommand.Assign.class, name = "task.assign"),
  @JsonSubTypes.Type(value = TaskCommand.Claim.class, name = "task.claim"),
  @JsonSubTypes.Type(value = TaskCommand.Release.class, name = "task.release"),
  @JsonSubTypes.Type(value = TaskCommand.Complete.class, name = "task.complete"),
  @JsonSubTypes.Type(value = TaskCommand.Reopen.class, name = "task.reopen"),
  @JsonSubTypes.Type(value = TaskCommand.Skip.class, name = "task.skip"),
  @JsonSubTypes.Type(value = TaskCommand.Snooze.class, name = "task.snooze"),
  @JsonSubTypes.Type(value = TaskCommand.Tick.class, name = "task.tick"),
  @JsonSubTypes.Type(value = TaskCommand.Approve.class, name = "task.approve"),
  @JsonSubTypes.Type(value = TaskCommand.Reject.class, name = "task.reject"),
  @JsonSubTypes.Type(value = TaskCommand.Reschedule.class, name = "task.reschedule"),
  @JsonSubTypes.Type(value = TaskCommand.Nudge.class, name = "task.nudge"),
  @JsonSubTypes.Type(value = TaskCommand.Undo.class, name = "task.undo"),
  @JsonSubTypes.Type(value = TaskCommand.Restore.class, name = "task.restore"),
  @JsonSubTypes.Type(value = GroupingCommand.Create.class, name = "grouping.create"),
  @JsonSubTypes.Type(value = GroupingCommand.Edit.class, name = "grouping.edit"),
  @JsonSubTypes.Type(value = GroupingCommand.Delete.class, name = "grouping.delete"),
  @JsonSubTypes.Type(value = MemberCommand.Observe.class, name = "member.observe"),
  @JsonSubTypes.Type(value = MemberCommand.EditProfile.class, name = "member.edit-profile"),
  @JsonSubTypes.Type(value = MemberCommand.AdjustPoints.class, name = "points.adjust"),
  @JsonSubTypes.Type(value = MemberCommand.Leave.class, name = "member.leave"),
  @JsonSubTypes.Type(value = MemberCommand.Forget.class, name = "member.forget"),
  @JsonSubTypes.Type(value = MemberCommand.AddAbsence.class, name = "absence.add"),
  @JsonSubTypes.Type(value = MemberCommand.RemoveAbsence.class, name = "absence.remove"),
  @JsonSubTypes.Type(value = SwapCommand.Offer.class, name = "swap.offer"),
  @JsonSubTypes.Type(value = SwapCommand.Accept.class, name = "swap.accept"),
  @JsonSubTypes.Type(value = SwapCommand.Decline.class, name = "swap.decline"),
  @JsonSubTypes.Type(value = SwapCommand.Withdraw.class, name = "swap.withdraw"),
  @JsonSubTypes.Type(value = CalendarTokenCommand.Create.class, name = "calendar-token.create"),
  @JsonSubTypes.Type(value = CalendarTokenCommand.Revoke.class, name = "calendar-token.revoke"),
  @JsonSubTypes.Type(value = PermissionCommand.Grant.class, name = "permission.grant"),
  @JsonSubTypes.Type(value = PermissionCommand.Revoke.class, name = "permission.revoke"),
  @JsonSubTypes.Type(value = PermissionCommand.Replace.class, name = "permission.replace"),
  @JsonSubTypes.Type(value = SettingsCommand.Change.class, name = "settings.change"),
  @JsonSubTypes.Type(
      value = SettingsCommand.ReplaceBoardLayout.class,
      name = "board-layout.replace"),
  @JsonSubTypes.Type(value = SettingsCommand.ReplaceHolidays.class, name = "holidays.replace"),
  @JsonSubTypes.Type(value = SettingsCommand.ObserveGuild.class, name = "guild.observe"),
  @JsonSubTypes.Type(
      value = SettingsCommand.ObserveChannels.class,
      name = "guild.observe-channels"),
  @JsonSubTypes.Type(value = SettingsCommand.Deactivate.class, name = "guild.deactivate"),
  @JsonSubTypes.Type(value = SettingsCommand.PostBoardMessage.class, name = "board-message.post"),
  @JsonSubTypes.Type(
      value = SettingsCommand.RemoveBoardMessage.class,
      name = "board-message.remove"),
  @JsonSubTypes.Type(
      value = SettingsCommand.RecordBoardMessage.class,
      name = "board-message.record"),
  @JsonSubTypes.Type(value = NotificationCommand.WakeUp.class, name = "notification.wake-up"),
  @JsonSubTypes.Type(value = NotificationCommand.Deliver.class, name = "notification.deliver"),
  @JsonSubTypes.Type(value = NotificationCommand.Fail.class, name = "notification.fail"),
  @JsonSubTypes.Type(value = NotificationCommand.Withdraw.class, name = "notification.withdraw"),
  @JsonSubTypes.Type(
      value = NotificationCommand.MarkOutageShown.class,
      name = "notification.mark-outage-shown"),
  @JsonSubTypes.Type(value = AttachmentCommand.Add.class, name = "attachment.add"),
  @JsonSubTypes.Type(value = AttachmentCommand.Remove.class, name = "attachment.remove"),
  @JsonSubTypes.Type(value = CommentCommand.Add.class, name = "comment.add"),
  @JsonSubTypes.Type(value = CommentCommand.Delete.class, name = "comment.delete"),
  @JsonSubTypes.Type(value = ImportCommand.Start.class, name = "import.start"),
  @JsonSubTypes.Type(value = ImportCommand.AddTask.class, name = "import.add-task"),
  @JsonSubTypes.Type(value = ImportCommand.Finish.class, name = "import.finish"),
  @JsonSubTypes.Type(value = ImportCommand.RemoveTask.class, name = "import.remove-task"),
  @JsonSubTypes.Type(value = ImportCommand.FinishUndo.class, name = "import.finish-undo"),
  @JsonSubTypes.Type(value = NotificationCommand.MarkRead.class, name = "notification.mark-read"),
})
public sealed interface GuildCommand
    permits TaskCommand,
        GroupingCommand,
        MemberCommand,
        SwapCommand,
        CalendarTokenCommand,
        PermissionCommand,
        SettingsCommand,
        AttachmentCommand,
        CommentCommand,
        ImportCommand,
        NotificationCommand {
  /** The stable name of every command class. */
  Map<Class<?>, String> NAMES =
      Arrays.stream(GuildCommand.class.getAnnotation(JsonSubTypes.class).value())
          .collect(Collectors.toUnmodifiableMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));

  /** The stable name, for example {@code task.create}; audit entries of refusals contain it. */
  default String commandKind() {
    return NAMES.get(getClass());
  }
}
