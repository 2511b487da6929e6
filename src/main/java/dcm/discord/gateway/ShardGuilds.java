package dcm.discord.gateway;

import dcm.discord.client.GatewayConnection;
import dcm.discord.client.GatewayEvent;
import dcm.discord.client.MembersIntent;
import dcm.discord.sync.GuildSynchronizer;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import java.time.Instant;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The guilds of one shard: passes their events to the {@link GuildSynchronizer} and requests the
 * members of guilds that arrive without them. Used by the shard's actor only.
 */
final class ShardGuilds {
  private final ActorRef<GuildSynchronizer.Message> synchronizer;
  private final MembersIntent membersIntent;
  private final ShardStatus status;
  private final MemberRequests memberRequests = new MemberRequests();

  ShardGuilds(
      ActorRef<GuildSynchronizer.Message> synchronizer,
      MembersIntent membersIntent,
      ShardStatus status) {
    this.synchronizer = synchronizer;
    this.membersIntent = membersIntent;
    this.status = status;
  }

  /**
   * @param botUser the bot's own user, which is no member to the guild
   */
  void onEvent(GatewayEvent.GuildScoped event, MemberId botUser) {
    synchronizer.tell(new GuildSynchronizer.EventReceived(event.guild(), event, botUser));
    switch (event) {
      case GatewayEvent.GuildAvailable update
          when membersIntent.isEnabled() && !update.membersComplete() ->
          memberRequests.add(update.guild());
      case GatewayEvent.GuildAvailable update -> memberRequests.complete(update.guild());
      case GatewayEvent.GuildRemoved removal -> memberRequests.complete(removal.guild());
      case GatewayEvent.MembersUpdated update when update.lastChunk() ->
          memberRequests.complete(update.guild());
      case GatewayEvent.MembersUpdated update ->
          memberRequests.progress(update.guild(), Instant.now());
      case GatewayEvent.GuildUpdated _,
          GatewayEvent.RoleUpdated _,
          GatewayEvent.RoleDeleted _,
          GatewayEvent.ChannelUpdated _,
          GatewayEvent.ChannelDeleted _,
          GatewayEvent.MemberRemoved _ -> {}
    }
    status.memberRequests(memberRequests.size());
  }

  /** A member uses the guild: it is updated before other guilds that wait. */
  void prioritize(GuildId guild) {
    memberRequests.prioritize(guild);
    synchronizer.tell(new GuildSynchronizer.Prioritize(guild));
  }

  /**
   * Requests the members of the next guild. Called for one guild at a time: Discord closes a
   * connection that requests many at once.
   */
  void requestMembers(GatewayConnection connection) {
    var now = Instant.now();
    var guild = memberRequests.next(now);
    if (guild != null && connection.requestMembers(guild)) {
      memberRequests.sent(guild, now);
    }
  }

  /** A new session sends every guild again. */
  void onNewSession() {
    memberRequests.clear();
  }

  void onDisconnected() {
    memberRequests.disconnected();
    status.memberRequests(memberRequests.size());
  }
}
