package dcm.guild;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of messages to everybody while the guild's channel takes none. */
final class OutageRules {
  /** Members who get the line of one message in their inbox. */
  static final int MAX_RECIPIENTS = 25;

  private OutageRules() {}

  static @Nullable Refusal markShown(Hearing hearing) {
    Refusal lacking = hearing.lacks(Permission.SETTINGS_MANAGE);
    ChannelOutage outage = hearing.state().post().outage();
    MemberId me = hearing.caller().id();
    if (lacking == null && outage != null && !outage.shownTo().contains(me)) {
      hearing.happens(new NotificationEvent.OutageShown(me));
    }
    return lacking;
  }

  /**
   * A message to everybody about what is nobody's would be seen by nobody: it goes to the inboxes
   * of those who can do something about the channel, and of who made the task.
   */
  static void post(Hearing hearing, Chore chore, Stage stage, boolean late) {
    Occurrence open = chore.task().open();
    if (open == null || !hearing.state().people().holding(open).isEmpty()) {
      // holders have a line of their own since the reminder came
      return;
    }
    State state = hearing.state();
    MemberId creator = chore.task().createdBy();
    List<MemberId> recipients =
        state.people().members().values().stream()
            .filter(Member::active)
            .filter(member ->
                member.id().equals(creator)
                    || Viewer.of(member, state).may(Permission.SETTINGS_MANAGE))
            .map(Member::id)
            .limit(MAX_RECIPIENTS)
            .toList();
    for (MemberId recipient : recipients) {
      hearing.happens(
          new NotificationEvent.Posted(
              recipient,
              chore.task().id(),
              chore.task().number(),
              open.ordinal(),
              chore.task().title(),
              stage,
              late));
    }
  }
}
