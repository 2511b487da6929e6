package dcm.auth;

import dcm.auth.Arrival.Arrived;
import dcm.auth.Arrival.Failed;
import dcm.auth.Renewal.Renewed;
import dcm.auth.Renewal.SignedOut;
import dcm.redis.LoginState;
import dcm.redis.LoginStates;
import dcm.redis.OpaqueToken;
import dcm.redis.Redis;
import dcm.redis.RedisAway;
import dcm.redis.Rotation;
import dcm.redis.Session;
import dcm.redis.Sessions;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logging in through Discord, staying so, and leaving. A browser holds one cookie, a refresh token
 * that is replaced at each use; the session behind it holds what Discord gave us, locked.
 *
 * <p>Every answer may fail with {@link RedisAway} or {@link DiscordAway}: 503, come back later.
 */
public final class Logins implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

  private final AuthSettings settings;
  private final DiscordOAuth discord;
  private final DiscordSessions tokens;
  private final Memberships memberships;
  private final LoginStates states;
  private final Sessions sessions;
  private final RefreshTokenChain chain;
  private final Clock clock;

  public Logins(AuthSettings settings, MasterSecret secret, Redis redis, Clock clock) {
    this.settings = settings;
    this.discord = new DiscordOAuth(settings, clock);
    this.states = new LoginStates(redis);
    this.sessions = new Sessions(redis, clock);
    this.chain = new RefreshTokenChain(secret);
    this.tokens =
        new DiscordSessions(discord, sessions, new Vault(secret, "discord tokens"), clock);
    this.memberships = new Memberships(settings, discord, tokens, redis);
    this.clock = clock;
  }

  /**
   * @param returnPath where to go afterwards; anything but a path of ours becomes {@code /}
   */
  public CompletionStage<Departure> begin(String returnPath) {
    var state = OpaqueToken.fresh();
    var verifier = OpaqueToken.fresh();
    var browser = OpaqueToken.fresh();
    var login = new LoginState(verifier.secret(), ReturnPath.of(returnPath), browser.hash());
    return states
        .keep(state, login)
        .thenApply(_ -> new Departure(discord.authorizeUrl(state, verifier), browser));
  }

  /**
   * The browser is back from Discord.
   *
   * @param browser the cookie's value, null when it sent none
   */
  public CompletionStage<Arrival> finish(String code, String state, @Nullable String browser) {
    return states
        .take(new OpaqueToken(state))
        .thenCompose(login -> {
          if (login == null || browser == null || !isSame(login, browser)) {
            return done(new Failed(Arrival.Why.NOT_BEGUN_HERE));
          }
          return discord
              .exchange(code, login.verifier())
              .thenCompose(given -> settle(given, login.returnPath()))
              .exceptionallyCompose(failure -> {
                if (cause(failure) instanceof DiscordRefused refused) {
                  LOG.warn(
                      "Discord refused a login with status {}: are the client's id and secret"
                          + " right, and is {} registered there?",
                      refused.status(),
                      settings.redirectUri());
                  return done(new Failed(Arrival.Why.CODE_REFUSED));
                }
                return CompletableFuture.failedFuture(cause(failure));
              });
        });
  }

  /** Who sits at this browser, without spending the token; null when signed out. */
  public CompletionStage<@Nullable Session> look(OpaqueToken refresh) {
    return sessions.look(refresh);
  }

  /**
   * Spends the token. A moment later it is answered again with the same successor; any other use of
   * a spent token ends the session, also at Discord.
   */
  public CompletionStage<Renewal> renew(OpaqueToken refresh) {
    var next = chain.successor(refresh);
    return sessions
        .rotate(refresh, next)
        .thenApply(rotation ->
            switch (rotation) {
              case Rotation.Rotated(var session) -> new Renewed(session, next);
              case Rotation.Repeated(var session) -> new Renewed(session, next);
              case Rotation.Unknown() -> new SignedOut(true);
              case Rotation.Reused(var ended, var soon) -> {
                LOG.warn("Session {} ended: a spent refresh token came back", ended.id());
                revokeInTheBackground(ended);
                yield new SignedOut(!soon);
              }
            });
  }

  /**
   * Whether the session behind an access token has not ended. True also while Redis is away: the
   * token alone is good for minutes, and reads and commands go on then.
   */
  public CompletionStage<Boolean> isSignedIn(AccessClaims claims) {
    return sessions
        .byId(claims.session())
        .thenApply(session -> session != null && session.user() == claims.member().value())
        .exceptionallyCompose(failure ->
            cause(failure) instanceof RedisAway
                ? CompletableFuture.completedFuture(true)
                : CompletableFuture.failedFuture(failure));
  }

  /** Those of the sessions with these ids that have ended; none while Redis is away. */
  public CompletionStage<Set<String>> ended(Set<String> sessionIds) {
    return sessions
        .ended(sessionIds)
        .exceptionallyCompose(failure ->
            cause(failure) instanceof RedisAway
                ? CompletableFuture.completedFuture(Set.of())
                : CompletableFuture.failedFuture(failure));
  }

  /** The user's guilds and what Discord says of them there. */
  public Memberships memberships() {
    return memberships;
  }

  /** Ends the session with all its tokens, here and at Discord; nothing when it has ended. */
  public CompletionStage<Void> leave(OpaqueToken refresh) {
    return sessions
        .rotate(refresh, chain.successor(refresh))
        .thenCompose(rotation ->
            switch (rotation) {
              case Rotation.Unknown() -> CompletableFuture.completedFuture(null);
              case Rotation.Rotated(var session) -> end(session);
              case Rotation.Repeated(var session) -> end(session);
              case Rotation.Reused(var session, _) -> end(session);
            });
  }

  private CompletionStage<Void> end(Session session) {
    return sessions.end(session.id()).thenRun(() -> revokeInTheBackground(session));
  }

  private CompletionStage<Arrival> settle(DiscordTokens given, String returnPath) {
    return discord
        .me(given)
        .thenCompose(user -> {
          var now = clock.instant();
          var id = Sessions.freshId();
          var session =
              new Session(
                  id,
                  user.id(),
                  user.name(),
                  user.locale(),
                  tokens.lock(given, id),
                  now,
                  now.plus(settings.sessionLife()));
          var refresh = OpaqueToken.fresh();
          return sessions
              .begin(session, refresh)
              .thenApply(_ -> new Arrived(session, refresh, returnPath));
        });
  }

  /** Nobody waits for Discord to sign out; its tokens end by themselves in a week. */
  private void revokeInTheBackground(Session session) {
    var given = tokens.unlock(session);
    if (given != null) {
      var _ =
          discord
              .revoke(given)
              .whenComplete((_, failure) -> {
                if (failure != null) {
                  LOG.warn("Discord's tokens of session {} stay", session.id(), failure);
                }
              });
    }
  }

  private static boolean isSame(LoginState login, String browser) {
    return login.browser().equals(new OpaqueToken(browser).hash());
  }

  private static CompletionStage<Arrival> done(Arrival arrival) {
    return CompletableFuture.completedFuture(arrival);
  }

  /** Stages wrap what failed before them. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Ends the connections to Discord. */
  @Override
  public void close() {
    discord.close();
  }
}
