package dcm.auth;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dcm.redis.BrowserSessionStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A session's Discord tokens: stored encrypted in the session, and renewed before they expire. */
final class DiscordTokenStore {
  private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofMinutes(1);
  private static final Duration CONCURRENT_RENEWAL_WAIT = Duration.ofMillis(300);

  private final DiscordOAuth discord;
  private final BrowserSessionStore sessions;
  private final AesGcmCipher cipher;
  private final Clock clock;

  DiscordTokenStore(
      DiscordOAuth discord, BrowserSessionStore sessions, AesGcmCipher cipher, Clock clock) {
    this.discord = discord;
    this.sessions = sessions;
    this.cipher = cipher;
    this.clock = clock;
  }

  String encrypt(DiscordOAuth.Tokens tokens, String session) {
    var json =
        StrictJson.write(
            Map.of(
                "access", tokens.access(),
                "refresh", tokens.refresh(),
                "expiresAt", tokens.expiresAt().toString()));
    return Base64.getEncoder()
        .encodeToString(cipher.encrypt(json.getBytes(StandardCharsets.UTF_8), session));
  }

  /** Returns null when the tokens were encrypted with another secret. */
  DiscordOAuth.@Nullable Tokens decrypt(BrowserSessionStore.Session session) {
    var json = cipher.decrypt(Base64.getDecoder().decode(session.discordTokens()), session.id());
    var tokens = json == null ? null : StrictJson.object(json);
    return tokens == null
        ? null
        : new DiscordOAuth.Tokens(
            tokens.path("access").asText(),
            tokens.path("refresh").asText(),
            Instant.parse(tokens.path("expiresAt").asText()));
  }

  /**
   * Tokens that are valid for at least a minute; null when there are none, and the session has
   * ended.
   */
  CompletionStage<DiscordOAuth.@Nullable Tokens> validTokens(BrowserSessionStore.Session session) {
    var tokens = decrypt(session);
    if (tokens == null) {
      return end(session);
    }
    return tokens.expiresAt().isAfter(clock.instant().plus(RENEW_BEFORE_EXPIRY))
        ? CompletableFuture.completedFuture(tokens)
        : renew(session, tokens);
  }

  private CompletionStage<DiscordOAuth.@Nullable Tokens> end(BrowserSessionStore.Session session) {
    return sessions.end(session.id()).thenApply(_ -> null);
  }

  private CompletionStage<DiscordOAuth.@Nullable Tokens> renew(
      BrowserSessionStore.Session session, DiscordOAuth.Tokens rejected) {
    return discord
        .refresh(rejected)
        .thenCompose(fresh -> save(session, fresh))
        .exceptionallyCompose(failure ->
            CompletionFailures.unwrap(failure) instanceof OAuthRejectedException
                ? tokensRenewedElsewhere(session, rejected)
                : CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<DiscordOAuth.@Nullable Tokens> save(
      BrowserSessionStore.Session session, DiscordOAuth.Tokens fresh) {
    var renewed =
        new BrowserSessionStore.Session(
            session.id(),
            session.userId(),
            session.name(),
            session.locale(),
            encrypt(fresh, session.id()),
            session.createdAt(),
            session.expiresAt());
    return sessions.replace(renewed).thenApply(replaced -> replaced ? fresh : null);
  }

  /**
   * Waits 300 ms and reads the tokens that another node may have stored. Discord accepts a refresh
   * token once and then revokes the access token: of two nodes that renew at the same time, one is
   * rejected. Returns null when there are no newer tokens, and the session has ended.
   */
  CompletionStage<DiscordOAuth.@Nullable Tokens> tokensRenewedElsewhere(
      BrowserSessionStore.Session session, DiscordOAuth.Tokens rejected) {
    var delayedExecutor =
        CompletableFuture.delayedExecutor(CONCURRENT_RENEWAL_WAIT.toMillis(), MILLISECONDS);
    return CompletableFuture.supplyAsync(session::id, delayedExecutor)
        .thenCompose(sessions::findById)
        .thenCompose(current -> {
          var tokens = current == null ? null : decrypt(current);
          return tokens == null || tokens.equals(rejected)
              ? end(session)
              : CompletableFuture.completedFuture(tokens);
        });
  }
}
