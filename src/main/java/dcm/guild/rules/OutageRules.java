package dcm.guild.rules;

import dcm.guild.event.NotificationEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.ChannelOutage;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.ReminderStage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules on messages to the whole guild while its channel accepts none. */
final class OutageRules {
  /** Maximum number of members who receive one message in their inbox. */
  static final int MAX_RECIPIENTS = 25;

  private OutageRules() {}

  static @Nullable Refusal markShown(DecisionContext context) {
    Refusal denied = context.checkPermission(Permission.SETTINGS_MANAGE);
    ChannelOutage outage = context.state().notifications().channelOutage();
    MemberId callerId = context.caller().id();
    if (denied == null && outage != null && !outage.shownTo().contains(callerId)) {
      context.emit(new NotificationEvent.OutageShown(callerId));
    }
    return denied;
  }

  /**
   * Posts a message that would reach no member into the inboxes of those who can change the channel
   * and of the task's creator. An occurrence with holders needs none.
   */
  static void notifyResponsible(
      DecisionContext context,
      TaskState taskState,
      int ordinal,
      ReminderStage stage,
      boolean late) {
    Occurrence open = taskState.task().open(ordinal);
    if (open == null || !context.state().members().activeHolders(open).isEmpty()) {
      // holders have their own notification since the reminder
      return;
    }
    GuildState state = context.state();
    MemberId creator = taskState.task().createdBy();
    List<MemberId> recipients =
        state.members().byId().values().stream()
            .filter(Member::active)
            .filter(member ->
                member.id().equals(creator)
                    || Principal.of(member, state).hasPermission(Permission.SETTINGS_MANAGE))
            .map(Member::id)
            .limit(MAX_RECIPIENTS)
            .toList();
    for (MemberId recipient : recipients) {
      context.emit(
          new NotificationEvent.Posted(
              recipient,
              taskState.task().id(),
              taskState.task().number(),
              open.ordinal(),
              taskState.task().title(),
              stage,
              late));
    }
  }
}
