package dcm.http.live;

import dcm.guild.Answer;
import dcm.guild.GuildEvent;
import dcm.guild.MemberEvent;
import dcm.guild.MemberId;
import dcm.guild.NotificationEvent;
import dcm.guild.Permission;
import dcm.guild.PermissionEvent;
import dcm.guild.SettingsEvent;
import java.util.Set;

/**
 * Who looks, as the guild last said.
 *
 * @param asOf the guild's revision when it said so
 */
record Viewer(MemberId id, long epoch, Set<Permission> permissions, int unread, long asOf) {

  static Viewer of(Answer.Me me, long epoch, long revision) {
    return new Viewer(me.member().id(), epoch, me.permissions(), me.unread(), revision);
  }

  boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  /** Whether this event ends the viewer's token. */
  boolean isSentAwayBy(GuildEvent event) {
    return event instanceof SettingsEvent.Slept
        || (event instanceof SettingsEvent.Restored restored && restored.revision() > epoch)
        || (event instanceof MemberEvent.Left left && left.member().equals(id))
        || (event instanceof MemberEvent.Observed observed
            && observed.member().equals(id)
            && observed.epoch() > epoch);
  }

  /** Whether the guild must be asked anew who the viewer is before this event is shown. */
  boolean isDoubtfulAfter(GuildEvent event) {
    return event instanceof PermissionEvent
        || event instanceof SettingsEvent.GuildObserved
        || (event instanceof MemberEvent member && member.member().equals(id))
        || (event instanceof NotificationEvent.Posted posted && posted.recipient().equals(id))
        || (event instanceof NotificationEvent.Read read && read.member().equals(id));
  }
}
