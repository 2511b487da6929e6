package dcm.auth;

import dcm.auth.LoginService.LoginResult.Failed;
import dcm.auth.LoginService.LoginResult.LoggedIn;
import dcm.auth.LoginService.SessionRenewal.Renewed;
import dcm.auth.LoginService.SessionRenewal.SignedOut;
import dcm.redis.BrowserSessionStore;
import dcm.redis.LoginStateStore;
import dcm.redis.OpaqueToken;
import dcm.redis.RedisClient;
import dcm.redis.RedisUnavailableException;
import java.net.URI;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logging in through Discord, staying so, and leaving. A browser holds one cookie, a refresh token
 * that is replaced at each use; the session behind it holds what Discord gave us, locked.
 *
 * <p>Every answer may fail with {@link RedisUnavailableException} or {@link
 * OAuthUnavailableException}: 503, come back later.
 */
public final class LoginService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoginService.class);

  private final AuthSettings settings;
  private final DiscordOAuth discord;
  private final DiscordTokenStore discordTokens;
  private final DiscordMemberships memberships;
  private final LoginStateStore states;
  private final BrowserSessionStore sessions;
  private final RefreshTokenChain tokenChain;
  private final Clock clock;

  public LoginService(AuthSettings settings, MasterSecret secret, RedisClient redis, Clock clock) {
    this.settings = settings;
    this.discord = new DiscordOAuth(settings, clock);
    this.states = new LoginStateStore(redis);
    this.sessions = new BrowserSessionStore(redis, clock);
    this.tokenChain = new RefreshTokenChain(secret);
    this.discordTokens =
        new DiscordTokenStore(discord, sessions, new AesGcmCipher(secret, "discord tokens"), clock);
    this.memberships = new DiscordMemberships(settings, discord, discordTokens, redis);
    this.clock = clock;
  }

  /**
   * @param returnPath where to go afterwards; anything but a path of ours becomes {@code /}
   */
  public CompletionStage<LoginRedirect> start(String returnPath) {
    var state = OpaqueToken.generate();
    var verifier = OpaqueToken.generate();
    var browserToken = OpaqueToken.generate();
    var login =
        new LoginStateStore.LoginState(
            verifier.secret(), ReturnPath.of(returnPath), browserToken.hash());
    return states
        .save(state, login)
        .thenApply(_ -> new LoginRedirect(discord.authorizeUrl(state, verifier), browserToken));
  }

  /**
   * The browser is back from Discord.
   *
   * @param browser the cookie's value, null when it sent none
   */
  public CompletionStage<LoginResult> complete(
      String code, String state, @Nullable String browserToken) {
    return states
        .consume(new OpaqueToken(state))
        .thenCompose(login -> {
          if (login == null || browserToken == null || !isSameBrowser(login, browserToken)) {
            return completed(new Failed(LoginResult.Reason.STATE_MISMATCH));
          }
          return discord
              .exchange(code, login.codeVerifier())
              .thenCompose(tokens -> createSession(tokens, login.returnPath()))
              .exceptionallyCompose(failure -> {
                if (CompletionFailures.unwrap(failure) instanceof OAuthRejectedException rejected) {
                  LOG.warn(
                      "Discord rejected a login with status {}: check the client's id and secret, and"
                          + " that {} is registered as its redirect URI",
                      rejected.status(),
                      settings.redirectUri());
                  return completed(new Failed(LoginResult.Reason.CODE_REJECTED));
                }
                return CompletableFuture.failedFuture(CompletionFailures.unwrap(failure));
              });
        });
  }

  /** Who sits at this browser, without spending the token; null when signed out. */
  public CompletionStage<BrowserSessionStore.@Nullable Session> session(OpaqueToken refreshToken) {
    return sessions.find(refreshToken);
  }

  /**
   * Spends the token. A moment later it is answered again with the same successor; any other use of
   * a spent token ends the session, also at Discord.
   */
  public CompletionStage<SessionRenewal> renew(OpaqueToken refreshToken) {
    var next = tokenChain.successor(refreshToken);
    return sessions
        .rotate(refreshToken, next)
        .thenApply(rotation ->
            switch (rotation) {
              case BrowserSessionStore.Rotation.Rotated(var session) -> new Renewed(session, next);
              case BrowserSessionStore.Rotation.Repeated(var session) -> new Renewed(session, next);
              case BrowserSessionStore.Rotation.Unknown() -> new SignedOut(true);
              case BrowserSessionStore.Rotation.Reused(var ended, var withinGracePeriod) -> {
                LOG.warn("Session {} ended: a spent refresh token was used again", ended.id());
                revokeAsync(ended);
                yield new SignedOut(!withinGracePeriod);
              }
            });
  }

  /**
   * Whether the session behind an access token has not ended. True also while Redis is away: the
   * token alone is good for minutes, and reads and commands go on then.
   */
  public CompletionStage<Boolean> isSignedIn(AccessTokens.Claims claims) {
    return sessions
        .findById(claims.sessionId())
        .thenApply(session -> session != null && session.userId() == claims.member().value())
        .exceptionallyCompose(failure ->
            CompletionFailures.unwrap(failure) instanceof RedisUnavailableException
                ? CompletableFuture.completedFuture(true)
                : CompletableFuture.failedFuture(failure));
  }

  /** Those of the sessions with these ids that have ended; none while Redis is away. */
  public CompletionStage<Set<String>> ended(Set<String> sessionIds) {
    return sessions
        .findEnded(sessionIds)
        .exceptionallyCompose(failure ->
            CompletionFailures.unwrap(failure) instanceof RedisUnavailableException
                ? CompletableFuture.completedFuture(Set.of())
                : CompletableFuture.failedFuture(failure));
  }

  /** The user's guilds and what Discord says of them there. */
  public DiscordMemberships memberships() {
    return memberships;
  }

  /** Ends the session with all its tokens, here and at Discord; nothing when it has ended. */
  public CompletionStage<Void> logout(OpaqueToken refreshToken) {
    return sessions
        .rotate(refreshToken, tokenChain.successor(refreshToken))
        .thenCompose(rotation ->
            switch (rotation) {
              case BrowserSessionStore.Rotation.Unknown() ->
                  CompletableFuture.completedFuture(null);
              case BrowserSessionStore.Rotation.Rotated(var session) -> end(session);
              case BrowserSessionStore.Rotation.Repeated(var session) -> end(session);
              case BrowserSessionStore.Rotation.Reused(var session, _) -> end(session);
            });
  }

  private CompletionStage<Void> end(BrowserSessionStore.Session session) {
    return sessions.end(session.id()).thenRun(() -> revokeAsync(session));
  }

  private CompletionStage<LoginResult> createSession(
      DiscordOAuth.Tokens tokens, String returnPath) {
    return discord
        .currentUser(tokens)
        .thenCompose(user -> {
          var now = clock.instant();
          var id = BrowserSessionStore.newId();
          var session =
              new BrowserSessionStore.Session(
                  id,
                  user.id(),
                  user.name(),
                  user.locale(),
                  discordTokens.encrypt(tokens, id),
                  now,
                  now.plus(settings.sessionTtl()));
          var refreshToken = OpaqueToken.generate();
          return sessions
              .create(session, refreshToken)
              .thenApply(_ -> new LoggedIn(session, refreshToken, returnPath));
        });
  }

  /** Nobody waits for Discord to sign out; its tokens end by themselves in a week. */
  private void revokeAsync(BrowserSessionStore.Session session) {
    var tokens = discordTokens.decrypt(session);
    if (tokens != null) {
      var _ =
          discord
              .revoke(tokens)
              .whenComplete((_, failure) -> {
                if (failure != null) {
                  LOG.warn(
                      "Revoking the Discord tokens of session {} failed", session.id(), failure);
                }
              });
    }
  }

  private static boolean isSameBrowser(LoginStateStore.LoginState login, String browserToken) {
    return login.browserTokenHash().equals(new OpaqueToken(browserToken).hash());
  }

  private static CompletionStage<LoginResult> completed(LoginResult result) {
    return CompletableFuture.completedFuture(result);
  }

  /** Ends the connections to Discord. */
  @Override
  public void close() {
    discord.close();
  }

  /** The second half of a login. */
  public sealed interface LoginResult {
    /**
     * @param refresh the value of {@link CookieSpec#refresh}
     * @param returnPath a path of ours, where the browser goes now
     */
    record LoggedIn(
        BrowserSessionStore.Session session, OpaqueToken refreshToken, String returnPath)
        implements LoginResult {}

    record Failed(Reason reason) implements LoginResult {}

    enum Reason {
      /** not begun in this browser, too long ago, or come back twice: begin again */
      STATE_MISMATCH,
      /** Discord does not take the code: begin again, or the redirect URI is not registered */
      CODE_REJECTED
    }
  }

  /** What became of the refresh token in a browser's cookie. */
  public sealed interface SessionRenewal {
    /**
     * @param next replaces it in the cookie, whatever comes of the request
     */
    record Renewed(BrowserSessionStore.Session session, OpaqueToken refreshToken)
        implements SessionRenewal {}

    /**
     * The session is over, or never was: log in again.
     *
     * @param cookieIsOld whether the browser's cookie may be taken away; a moment after a renewal
     *     it may hold a newer one
     */
    record SignedOut(boolean clearCookie) implements SessionRenewal {}
  }

  /**
   * The first half of a login.
   *
   * @param discord where the browser is sent
   * @param browser the value of {@link CookieSpec#login}
   */
  public record LoginRedirect(URI authorizeUrl, OpaqueToken browserToken) {}
}
