package dcm.auth;

import dcm.auth.DiscordMemberships.MembershipLookup.NotAMember;
import dcm.auth.DiscordMemberships.MembershipLookup.Present;
import dcm.auth.DiscordMemberships.MembershipLookup.SignedOut;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.redis.BrowserSessionStore;
import dcm.redis.RedisClient;
import dcm.redis.UserCache;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The guilds of a user and the memberships in them, as reported by Discord. */
public final class DiscordMemberships {
  private final DiscordOAuth discord;
  private final DiscordTokenStore tokens;
  private final UserCache<CachedGuildList> guildLists;

  DiscordMemberships(
      AuthSettings settings, DiscordOAuth discord, DiscordTokenStore tokens, RedisClient redis) {
    this.discord = discord;
    this.tokens = tokens;
    this.guildLists =
        new UserCache<>(redis, "guilds", CachedGuildList.class, settings.guildListTtl());
  }

  /**
   * The user's guilds, cached for {@code guild-list-ttl}; null when Discord no longer accepts the
   * tokens, and the session has ended.
   */
  public CompletionStage<@Nullable List<DiscordOAuth.OAuthGuild>> guilds(
      BrowserSessionStore.Session session) {
    return guildLists
        .get(session.userId())
        .thenCompose(cached ->
            cached == null
                ? withTokens(session, discordTokens -> fetchGuilds(session, discordTokens), null)
                : CompletableFuture.completedFuture(cached.guilds()));
  }

  /**
   * The user's membership in one guild. The roles are requested each time. So is the list of
   * guilds, which tells whether the user is an administrator; when Discord rate limits it, the
   * cached list is used.
   */
  public CompletionStage<MembershipLookup> lookup(
      BrowserSessionStore.Session session, GuildId guild) {
    return withTokens(
        session, discordTokens -> resolve(session, discordTokens, guild), new SignedOut());
  }

  private CompletionStage<MembershipLookup> resolve(
      BrowserSessionStore.Session session, DiscordOAuth.Tokens discordTokens, GuildId guild) {
    return discord
        .member(discordTokens, guild)
        .thenCompose(member ->
            fetchOrCachedGuilds(session, discordTokens)
                .thenApply(guilds -> resolve(session, member, guild, guilds)))
        .exceptionallyCompose(failure ->
            CompletionFailures.unwrap(failure) instanceof OAuthRejectedException rejected
                    && rejected.status() != 401
                ? CompletableFuture.completedFuture(new NotAMember())
                : CompletableFuture.failedFuture(CompletionFailures.unwrap(failure)));
  }

  private static MembershipLookup resolve(
      BrowserSessionStore.Session session,
      DiscordOAuth.OAuthMember member,
      GuildId id,
      List<DiscordOAuth.OAuthGuild> guilds) {
    for (var guild : guilds) {
      if (guild.id().equals(id)) {
        var name = member.nick() == null ? session.name() : member.nick();
        return new Present(
            new MemberId(session.userId()),
            new MembershipEvidence.FromDiscord(
                name, member.roles(), guild.administrator(), session.locale()));
      }
    }
    return new NotAMember();
  }

  private CompletionStage<List<DiscordOAuth.OAuthGuild>> fetchGuilds(
      BrowserSessionStore.Session session, DiscordOAuth.Tokens discordTokens) {
    return discord
        .guilds(discordTokens)
        .thenCompose(guilds ->
            guildLists.put(session.userId(), new CachedGuildList(guilds)).thenApply(_ -> guilds));
  }

  private CompletionStage<List<DiscordOAuth.OAuthGuild>> fetchOrCachedGuilds(
      BrowserSessionStore.Session session, DiscordOAuth.Tokens discordTokens) {
    return fetchGuilds(session, discordTokens)
        .exceptionallyCompose(failure ->
            CompletionFailures.unwrap(failure) instanceof OAuthUnavailableException unavailable
                ? guildLists
                    .get(session.userId())
                    .thenCompose(cached ->
                        cached == null
                            ? CompletableFuture.failedFuture(unavailable)
                            : CompletableFuture.completedFuture(cached.guilds()))
                : CompletableFuture.failedFuture(failure));
  }

  /**
   * Calls Discord with the session's tokens; ends the session when Discord no longer accepts them.
   */
  private <T extends @Nullable Object> CompletionStage<T> withTokens(
      BrowserSessionStore.Session session, DiscordCall<T> call, T signedOut) {
    return tokens
        .validTokens(session)
        .thenCompose(discordTokens ->
            discordTokens == null
                ? CompletableFuture.completedFuture(signedOut)
                : execute(session, discordTokens, call, signedOut));
  }

  private <T extends @Nullable Object> CompletionStage<T> execute(
      BrowserSessionStore.Session session,
      DiscordOAuth.Tokens discordTokens,
      DiscordCall<T> call,
      T signedOut) {
    return call.execute(discordTokens)
        .exceptionallyCompose(failure ->
            switch (CompletionFailures.unwrap(failure)) {
              case OAuthRejectedException rejected when rejected.status() == 401 ->
                  tokens
                      .tokensRenewedElsewhere(session, discordTokens)
                      .thenCompose(other ->
                          other == null
                              ? CompletableFuture.completedFuture(signedOut)
                              : call.execute(other));
              case OAuthRejectedException rejected ->
                  CompletableFuture.failedFuture(
                      DiscordHttpClient.invalidResponse(rejected.status()));
              case Throwable other -> CompletableFuture.failedFuture(other);
            });
  }

  private interface DiscordCall<T extends @Nullable Object> {
    CompletionStage<T> execute(DiscordOAuth.Tokens discordTokens);
  }

  /** A cached list of guilds. */
  record CachedGuildList(List<DiscordOAuth.OAuthGuild> guilds) {
    CachedGuildList {
      guilds = List.copyOf(guilds);
    }
  }

  /** The result of looking up a membership. */
  public sealed interface MembershipLookup {
    record Present(MemberId member, MembershipEvidence.FromDiscord evidence)
        implements MembershipLookup {}

    record NotAMember() implements MembershipLookup {}

    /** Discord no longer accepts the tokens of this user; the session has ended. */
    record SignedOut() implements MembershipLookup {}
  }
}
