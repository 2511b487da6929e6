package dcm.discord.interaction;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.AsyncFailures;
import dcm.discord.client.DiscordRejectedException;
import dcm.discord.client.DiscordRest;
import dcm.discord.client.Interaction;
import dcm.discord.client.MembersIntent;
import dcm.entity.GuildException.RefusedException;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.guild.value.MembershipEvidence;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Determines the membership of the user who acts. */
public final class MembershipResolver {
  private static final int NOT_FOUND = 404;

  private final DiscordGuildClient guildClient;
  private final DiscordRest rest;
  private final MembersIntent membersIntent;

  /**
   * @param membersIntent whether Discord sends members over the gateway, so that the guild knows
   *     them
   */
  public MembershipResolver(
      DiscordGuildClient guildClient, DiscordRest rest, MembersIntent membersIntent) {
    this.guildClient = guildClient;
    this.rest = rest;
    this.membersIntent = membersIntent;
  }

  /**
   * Takes the membership from the interaction. In a direct message Discord omits it: then the guild
   * is asked, which knows its members from the gateway, or Discord without the members intent.
   */
  CompletionStage<MembershipEvidence> resolve(Interaction interaction, GuildId guild, Instant now) {
    var user = interaction.user();
    var member = user.member();
    if (member != null) {
      return completedFuture(evidence(user, member));
    }
    return membersIntent.isEnabled() ? fromGuild(user, guild, now) : fromDiscord(user, guild);
  }

  private CompletionStage<MembershipEvidence> fromGuild(
      Interaction.User user, GuildId guild, Instant now) {
    return guildClient
        .ask(
            guild,
            now,
            new Caller.SystemCaller(),
            new GuildQuery.OneMember(user.id()),
            QueryResult.OneMember.class)
        .thenApply(answer -> new MembershipEvidence.FromToken(answer.member().epoch()));
  }

  private CompletionStage<MembershipEvidence> fromDiscord(Interaction.User user, GuildId guild) {
    return rest.guildMember(guild, user.id())
        .<MembershipEvidence>thenApply(member -> evidence(user, member))
        .exceptionally(failure -> {
          var cause = AsyncFailures.cause(failure);
          throw cause instanceof DiscordRejectedException rejected && rejected.status() == NOT_FOUND
              ? new RefusedException(new Refusal.NotAMember())
              : new CompletionException(cause);
        });
  }

  private static MembershipEvidence evidence(
      Interaction.User user, Interaction.GuildMember member) {
    return new MembershipEvidence.FromDiscord(
        member.displayName(), member.roles(), member.administrator(), user.locale());
  }
}
