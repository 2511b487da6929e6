package dcm.auth;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

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
  private static final Duration AT_ANOTHER_NODE = Duration.ofMillis(300);

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

  private CompletionStage<@Nullable DiscordTokens> end(Session session) {
    return sessions.end(session.id()).thenApply(_ -> null);
  }

  private CompletionStage<@Nullable DiscordTokens> renew(Session session, DiscordTokens old) {
    return discord
        .refresh(old)
        .thenCompose(fresh -> keep(session, fresh))
        .exceptionallyCompose(failure ->
            Logins.cause(failure) instanceof DiscordRefused
                ? insteadOf(session, old)
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

  /**
   * Discord takes a refresh token once, and with it goes the access token: of two nodes that renew
   * at the same time, one is refused. It looks what the other one wrote, after the moment that this
   * takes; null, and the session has ended, when there is nothing new.
   */
  CompletionStage<@Nullable DiscordTokens> insteadOf(Session session, DiscordTokens old) {
    var later = CompletableFuture.delayedExecutor(AT_ANOTHER_NODE.toMillis(), MILLISECONDS);
    return CompletableFuture.supplyAsync(session::id, later)
        .thenCompose(sessions::byId)
        .thenCompose(now -> {
          var tokens = now == null ? null : unlock(now);
          return tokens == null || tokens.equals(old)
              ? end(session)
              : CompletableFuture.completedFuture(tokens);
        });
  }
}
