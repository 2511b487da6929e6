package dcm.auth;

import dcm.auth.Place.NotAMember;
import dcm.auth.Place.Present;
import dcm.auth.Place.SignedOut;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.Standing;
import dcm.redis.Redis;
import dcm.redis.Remembered;
import dcm.redis.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Which guilds a user is in, and as what, as Discord says. */
public final class Memberships {
  private final DiscordOAuth discord;
  private final DiscordSessions tokens;
  private final Remembered<GuildList> lists;

  Memberships(AuthSettings settings, DiscordOAuth discord, DiscordSessions tokens, Redis redis) {
    this.discord = discord;
    this.tokens = tokens;
    this.lists = new Remembered<>(redis, "guilds", GuildList.class, settings.guildsRemembered());
  }

  /**
   * The user's guilds, perhaps as they were a minute ago; null when Discord does not let us ask any
   * more and the session has ended.
   */
  public CompletionStage<@Nullable List<DiscordGuild>> guilds(Session session) {
    return lists
        .recall(session.user())
        .thenCompose(list ->
            list == null
                ? withTokens(session, given -> fresh(session, given), null)
                : CompletableFuture.completedFuture(list.guilds()));
  }

  /**
   * What Discord says now of the user in one guild: the roles are asked for each time, and so is
   * whether they administrate, unless Discord will not list the guilds again so soon.
   */
  public CompletionStage<Place> standing(Session session, GuildId guild) {
    return withTokens(session, given -> place(session, given, guild), new SignedOut());
  }

  private CompletionStage<Place> place(Session session, DiscordTokens given, GuildId guild) {
    return discord
        .member(given, guild)
        .thenCompose(member ->
            freshOrRemembered(session, given)
                .thenApply(guilds -> place(session, member, guild, guilds)))
        .exceptionallyCompose(failure ->
            Logins.cause(failure) instanceof DiscordRefused refused && refused.status() != 401
                ? CompletableFuture.completedFuture(new NotAMember())
                : CompletableFuture.failedFuture(Logins.cause(failure)));
  }

  private static Place place(
      Session session, DiscordMember member, GuildId id, List<DiscordGuild> guilds) {
    for (var guild : guilds) {
      if (guild.id().equals(id)) {
        var name = member.nick() == null ? session.name() : member.nick();
        return new Present(
            new MemberId(session.user()),
            new Standing.Witnessed(name, member.roles(), guild.administrator(), session.locale()));
      }
    }
    return new NotAMember();
  }

  private CompletionStage<List<DiscordGuild>> fresh(Session session, DiscordTokens given) {
    return discord
        .guilds(given)
        .thenCompose(
            guilds -> lists.remember(session.user(), new GuildList(guilds)).thenApply(_ -> guilds));
  }

  private CompletionStage<List<DiscordGuild>> freshOrRemembered(
      Session session, DiscordTokens given) {
    return fresh(session, given)
        .exceptionallyCompose(failure ->
            Logins.cause(failure) instanceof DiscordAway away
                ? lists
                    .recall(session.user())
                    .thenCompose(list ->
                        list == null
                            ? CompletableFuture.failedFuture(away)
                            : CompletableFuture.completedFuture(list.guilds()))
                : CompletableFuture.failedFuture(failure));
  }

  /** Asks with the session's tokens; when Discord takes them no more, the session ends. */
  private <T extends @Nullable Object> CompletionStage<T> withTokens(
      Session session, Question<T> question, T signedOut) {
    return tokens
        .usable(session)
        .thenCompose(given ->
            given == null
                ? CompletableFuture.completedFuture(signedOut)
                : ask(session, given, question, signedOut));
  }

  private <T extends @Nullable Object> CompletionStage<T> ask(
      Session session, DiscordTokens given, Question<T> question, T signedOut) {
    return question
        .ask(given)
        .exceptionallyCompose(failure ->
            switch (Logins.cause(failure)) {
              case DiscordRefused refused when refused.status() == 401 ->
                  tokens
                      .insteadOf(session, given)
                      .thenCompose(other ->
                          other == null
                              ? CompletableFuture.completedFuture(signedOut)
                              : question.ask(other));
              case DiscordRefused refused ->
                  CompletableFuture.failedFuture(DiscordCalls.nonsense(refused.status()));
              case Throwable other -> CompletableFuture.failedFuture(other);
            });
  }

  private interface Question<T extends @Nullable Object> {
    CompletionStage<T> ask(DiscordTokens given);
  }
}
