package dcm.auth;

import dcm.redis.Session;
import dcm.redis.Sessions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What Discord gave us for a session: locked in it, and renewed before it ends. */
final class DiscordSessions {
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private final DiscordOAuth discord;
  private final Sessions sessions;
  private final Vault vault;
  private final Clock clock;

  DiscordSessions(DiscordOAuth discord, Sessions sessions, Vault vault, Clock clock) {
    this.discord = discord;
    this.sessions = sessions;
    this.vault = vault;
    this.clock = clock;
  }

  String lock(DiscordTokens tokens, String session) {
    var json =
        StrictJson.write(
            Map.of(
                "access", tokens.access(),
                "refresh", tokens.refresh(),
                "until", tokens.expiresAt().toString()));
    return Base64.getEncoder()
        .encodeToString(vault.lock(json.getBytes(StandardCharsets.UTF_8), session));
  }

  /** Null when they were locked with another secret. */
  @Nullable DiscordTokens unlock(Session session) {
    var json = vault.unlock(Base64.getDecoder().decode(session.discordTokens()), session.id());
    var tokens = json == null ? null : StrictJson.object(json);
    return tokens == null
        ? null
        : new DiscordTokens(
            tokens.path("access").asText(),
            tokens.path("refresh").asText(),
            Instant.parse(tokens.path("until").asText()));
  }

  /** Tokens that are good for a while; null, and the session has ended, when there are none. */
  CompletionStage<@Nullable DiscordTokens> usable(Session session) {
    var tokens = unlock(session);
    if (tokens == null) {
      return end(session);
    }
    return tokens.expiresAt().isAfter(clock.instant().plus(AHEAD))
        ? CompletableFuture.completedFuture(tokens)
        : renew(session, tokens);
  }

  /** Discord takes them no more, whatever their time: null, and the session has ended. */
  CompletionStage<@Nullable DiscordTokens> end(Session session) {
    return sessions.end(session.id()).thenApply(_ -> null);
  }

  private CompletionStage<@Nullable DiscordTokens> renew(Session session, DiscordTokens old) {
    return discord
        .refresh(old)
        .thenCompose(fresh -> keep(session, fresh))
        .exceptionallyCompose(failure ->
            Logins.cause(failure) instanceof DiscordRefused
                ? whatAnotherNodeGot(session, old)
                : CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<@Nullable DiscordTokens> keep(Session session, DiscordTokens fresh) {
    var renewed =
        new Session(
            session.id(),
            session.user(),
            session.name(),
            session.locale(),
            lock(fresh, session.id()),
            session.began(),
            session.ends());
    return sessions.replace(renewed).thenApply(there -> there ? fresh : null);
  }

  /** Discord takes a refresh token once: of two that renew at the same time, one is refused. */
  private CompletionStage<@Nullable DiscordTokens> whatAnotherNodeGot(
      Session session, DiscordTokens old) {
    return sessions
        .byId(session.id())
        .thenCompose(now -> {
          var tokens = now == null ? null : unlock(now);
          return tokens == null || tokens.refresh().equals(old.refresh())
              ? end(session)
              : CompletableFuture.completedFuture(tokens);
        });
  }
}
