package dcm.auth;

import dcm.auth.LoginService.LoginResult.Failed;
import dcm.auth.LoginService.LoginResult.LoggedIn;
import dcm.auth.LoginService.SessionRenewal.Renewed;
import dcm.auth.LoginService.SessionRenewal.SignedOut;
import dcm.guild.value.MemberId;
import dcm.redis.BrowserSessionStore;
import dcm.redis.LoginStateStore;
import dcm.redis.OpaqueToken;
import dcm.redis.RedisClient;
import dcm.redis.RedisUnavailableException;
import dcm.redis.SessionStatusCache;
import java.net.URI;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Login through Discord, renewal of sessions, and logout. A browser holds one cookie, a refresh
 * token that is replaced at each use; its session holds the encrypted Discord tokens.
 *
 * <p>Every stage may fail with {@link RedisUnavailableException} or {@link
 * OAuthUnavailableException}.
 */
public final class LoginService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoginService.class);

  private final AuthSettings settings;
  private final DiscordOAuth discord;
  private final DiscordTokenStore discordTokens;
  private final DiscordMemberships memberships;
  private final LoginStateStore states;
  private final BrowserSessionStore sessions;
  private final SessionStatusCache sessionStatus;
  private final RefreshTokenChain tokenChain;
  private final Clock clock;

  public LoginService(AuthSettings settings, MasterSecret secret, RedisClient redis, Clock clock) {
    this.settings = settings;
    this.discord = new DiscordOAuth(settings, clock);
    this.states = new LoginStateStore(redis);
    this.sessions = new BrowserSessionStore(redis, clock);
    this.sessionStatus =
        new SessionStatusCache(
            redis,
            sessions,
            settings.tokenCacheSize(),
            settings.accessTokenTtl().plus(settings.clockSkew()),
            clock);
    this.tokenChain = new RefreshTokenChain(secret);
    this.discordTokens =
        new DiscordTokenStore(discord, sessions, new AesGcmCipher(secret, "discord tokens"), clock);
    this.memberships = new DiscordMemberships(settings, discord, discordTokens, redis);
    this.clock = clock;
  }

  /**
   * @param returnPath the path to open afterwards; anything but a local path becomes {@code /}
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
   * Completes a login after the browser returned from Discord.
   *
   * @param browserToken the cookie's value; null: none was sent
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

  /** The session of a refresh token, which is not spent; null when it has ended. */
  public CompletionStage<BrowserSessionStore.@Nullable Session> session(OpaqueToken refreshToken) {
    return sessions.find(refreshToken);
  }

  /**
   * Spends the token and returns its successor. Within the grace period a repeated request returns
   * the same successor; any other use of a spent token ends the session, also at Discord.
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
                sessionStatus.markEnded(ended.id());
                LOG.warn("Session {} ended: a spent refresh token was used again", ended.id());
                revokeAsync(ended);
                yield new SignedOut(!withinGracePeriod);
              }
            });
  }

  /**
   * Whether the session of an access token is still active; within 2 s after a logout on any node
   * it is not. While Redis is unavailable, it is unless this node knows of its end: the token
   * itself expires within minutes, and requests are served meanwhile.
   *
   * @param sessionId the claim {@code sid}
   */
  public CompletionStage<Boolean> isSignedIn(String sessionId, MemberId member) {
    return sessionStatus.isActive(sessionId, member.value());
  }

  /**
   * Those of these sessions that have ended, within 2 s; while Redis is unavailable, those whose
   * end this node knows.
   */
  public CompletionStage<Set<String>> ended(Set<String> sessionIds) {
    return sessionStatus.findEnded(sessionIds);
  }

  /** Look-ups of the user's guilds and memberships. */
  public DiscordMemberships memberships() {
    return memberships;
  }

  /** Ends the session with all its tokens, here and at Discord; no effect when it has ended. */
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
    return sessions
        .end(session.id())
        .thenRun(() -> {
          sessionStatus.markEnded(session.id());
          revokeAsync(session);
        });
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

  /** Revokes the Discord tokens in the background. Without it they expire within a week. */
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

  /** Closes the connections to Discord, and stops following the sessions that end. */
  @Override
  public void close() {
    sessionStatus.close();
    discord.close();
  }

  /** The result of completing a login. */
  public sealed interface LoginResult {
    /**
     * @param refreshToken the value of {@link CookieSpec#refresh}
     * @param returnPath the local path to redirect to
     */
    record LoggedIn(
        BrowserSessionStore.Session session, OpaqueToken refreshToken, String returnPath)
        implements LoginResult {}

    record Failed(Reason reason) implements LoginResult {}

    enum Reason {
      /** not started in this browser, expired, or completed already */
      STATE_MISMATCH,
      /** the code was rejected by Discord: it expired, or the redirect URI is not registered */
      CODE_REJECTED
    }
  }

  /** The result of renewing a session. */
  public sealed interface SessionRenewal {
    /**
     * @param refreshToken replaces the cookie's value, whatever the response to the request is
     */
    record Renewed(BrowserSessionStore.Session session, OpaqueToken refreshToken)
        implements SessionRenewal {}

    /**
     * The session has ended or never existed.
     *
     * @param clearCookie whether the browser's cookie is deleted; shortly after a renewal it may
     *     hold a newer token
     */
    record SignedOut(boolean clearCookie) implements SessionRenewal {}
  }

  /**
   * The redirect that starts a login.
   *
   * @param authorizeUrl Discord's page to redirect to
   * @param browserToken the value of {@link CookieSpec#login}
   */
  public record LoginRedirect(URI authorizeUrl, OpaqueToken browserToken) {}
}
