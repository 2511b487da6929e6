package dcm.discord.interaction;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.DiscordRejectedException;
import dcm.discord.client.DiscordRest;
import dcm.discord.client.Interaction;
import dcm.discord.client.InteractionUser;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.guild.value.MembershipEvidence;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** What place in the guild somebody at the door has. */
public final class MembershipResolver {
  private static final int NOT_FOUND = 404;

  private final DiscordGuildClient guildClient;
  private final DiscordRest rest;
  private final AtomicBoolean membersIntent;

  /**
   * @param members whether the gateway tells of members, so that the guild knows them
   */
  public MembershipResolver(
      DiscordGuildClient guildClient, DiscordRest rest, AtomicBoolean membersIntent) {
    this.guildClient = guildClient;
    this.rest = rest;
    this.membersIntent = membersIntent;
  }

  /**
   * In a direct message Discord does not tell a member's place in the guild. Then the guild says
   * what it was told by the gateway; when the gateway does not tell of members, Discord is asked.
   */
  CompletionStage<MembershipEvidence> resolve(Interaction interaction, GuildId guild, Instant now) {
    var user = interaction.user();
    var member = user.member();
    if (member != null) {
      return completedFuture(evidence(user, member));
    }
    return membersIntent.get() ? fromGuild(user, guild, now) : fromDiscord(user, guild);
  }

  private CompletionStage<MembershipEvidence> fromGuild(
      InteractionUser user, GuildId guild, Instant now) {
    return guildClient
        .ask(
            guild,
            now,
            new Caller.SystemCaller(),
            new GuildQuery.OneMember(user.id()),
            QueryResult.OneMember.class)
        .thenApply(answer -> new MembershipEvidence.FromToken(answer.member().epoch()));
  }

  private CompletionStage<MembershipEvidence> fromDiscord(InteractionUser user, GuildId guild) {
    return rest.guildMember(guild, user.id())
        .<MembershipEvidence>thenApply(member -> evidence(user, member))
        .exceptionally(failure -> {
          var cause = failure instanceof CompletionException ? failure.getCause() : failure;
          throw cause instanceof DiscordRejectedException rejected && rejected.status() == NOT_FOUND
              ? new RefusedException(new Refusal.NotAMember())
              : new CompletionException(cause);
        });
  }

  private static MembershipEvidence evidence(
      InteractionUser user, InteractionUser.GuildMember member) {
    return new MembershipEvidence.FromDiscord(
        member.displayName(), member.roles(), member.administrator(), user.locale());
  }
}
