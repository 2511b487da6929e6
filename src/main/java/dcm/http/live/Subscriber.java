package dcm.http.live;

import dcm.guild.event.GuildEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.PermissionEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.query.QueryResult;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import java.util.Set;

/**
 * The viewer of a socket with the permissions that the guild last returned.
 *
 * @param asOf the guild's revision when it returned them
 */
record Subscriber(MemberId id, long epoch, Set<Permission> permissions, int unread, long asOf) {

  static Subscriber of(QueryResult.Me me, long epoch, long revision) {
    return new Subscriber(me.member().id(), epoch, me.permissions(), me.unread(), revision);
  }

  boolean hasPermission(Permission permission) {
    return permissions.contains(permission);
  }

  /** Whether this event invalidates the viewer's token. */
  boolean isDisconnectedBy(GuildEvent event) {
    return event instanceof SettingsEvent.Deactivated
        || (event instanceof SettingsEvent.Restored restored && restored.revision() > epoch)
        || (event instanceof MemberEvent.Left left && left.member().equals(id))
        || (event instanceof MemberEvent.Observed observed
            && observed.member().equals(id)
            && observed.epoch() > epoch);
  }

  /** Whether the viewer must be loaded again before this event is shown. */
  boolean needsRefreshAfter(GuildEvent event) {
    return event instanceof PermissionEvent
        || event instanceof SettingsEvent.GuildObserved
        || (event instanceof MemberEvent member && member.member().equals(id))
        || (event instanceof NotificationEvent.Posted posted && posted.recipient().equals(id))
        || (event instanceof NotificationEvent.Read read && read.member().equals(id));
  }
}
