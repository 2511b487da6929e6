package dcm.redis;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;

/**
 * Browser sessions and their refresh tokens. A session is one family of refresh tokens: each use
 * spends a token and returns its successor. For {@link #GRACE_PERIOD} after it was spent, and until
 * its successor is used, the previous token returns the same successor again; any other use of a
 * spent token ends the session. A session ends by deleting {@code session:<id>}, which makes its
 * tokens invalid, and is appended to the {@link EndedSessionLog}, from which all nodes learn it.
 *
 * <p>The scripts read the session's key from the token's value, so they need a single Redis, not a
 * Redis cluster. Times are those of Redis' clock, the same for all nodes.
 */
public final class BrowserSessionStore {
  /** The time in which a lost response, or a request of another tab, may be repeated. */
  public static final Duration GRACE_PERIOD = Duration.ofSeconds(30);

  private static final String NOW =
      """
      local time = redis.call('time')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      """;

  /**
   * Spends a token in one script: of two concurrent requests the second gets the same result as the
   * first. A different successor was derived by a node with another secret. Tokens get the
   * remaining lifetime of their session.
   */
  private static final String ROTATE =
      NOW
          + EndedSessionLog.END_SESSION
          + """
          local row = redis.call('get', KEYS[1])
          if not row then return {'unknown'} end
          local token = cjson.decode(row)
          local key = 'session:' .. token.session
          local session = redis.call('get', key)
          if not session then return {'unknown'} end
          if token.next then
            local soon = token.spent and now - token.spent <= tonumber(ARGV[2])
            local successor = redis.call('get', 'refresh:' .. token.next)
            local unused = successor and not cjson.decode(successor).next
            if soon and unused and token.next == ARGV[1] then return {'repeated', session} end
            end_session(token.session)
            return {soon and 'reused-soon' or 'reused', session}
          end
          local left = redis.call('pttl', key)
          token.next = ARGV[1]
          token.spent = now
          redis.call('set', KEYS[1], cjson.encode(token), 'px', left)
          redis.call('set', 'refresh:' .. ARGV[1], cjson.encode({session = token.session}), 'px', left)
          return {'rotated', session}
          """;

  /** Does not spend the token; within the grace period the previous token is accepted too. */
  private static final String FIND =
      NOW
          + """
          local row = redis.call('get', KEYS[1])
          if not row then return nil end
          local token = cjson.decode(row)
          local soon = token.spent and now - token.spent <= tonumber(ARGV[1])
          if token.next and not soon then return nil end
          return redis.call('get', 'session:' .. token.session)
          """;

  /** Replaces only an existing session: one that ended meanwhile must not be restored. */
  private static final String REPLACE =
      """
      local left = redis.call('pttl', KEYS[1])
      if left <= 0 then return 0 end
      redis.call('set', KEYS[1], ARGV[1], 'px', left)
      return 1
      """;

  private static final String END = EndedSessionLog.END_SESSION + "end_session(ARGV[1])";

  private static final String FIND_ENDED =
      """
      local ended = {}
      for place, key in ipairs(KEYS) do
        if redis.call('exists', key) == 0 then table.insert(ended, ARGV[place]) end
      end
      return ended
      """;

  /**
   * A refresh token: the id of its session and, once spent, its successor's hash.
   *
   * @param spent when it was spent, in milliseconds since 1970 by Redis' clock; null: it was not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RefreshToken(String session, @Nullable String next, @Nullable Long spent) {}

  private final JsonStore<Session> sessionStore;
  private final JsonStore<RefreshToken> tokenStore;
  private final Clock clock;

  public BrowserSessionStore(RedisClient redis, Clock clock) {
    this.sessionStore = new JsonStore<>(redis, Session.class);
    this.tokenStore = new JsonStore<>(redis, RefreshToken.class);
    this.clock = clock;
  }

  /** Stores the session until it expires; {@code first} is its first refresh token. */
  public CompletionStage<Void> create(Session session, OpaqueToken first) {
    var ttl = Duration.between(clock.instant(), session.expiresAt());
    return sessionStore
        .put(key(session.id()), session, ttl)
        .thenCompose(
            _ -> tokenStore.put(key(first), new RefreshToken(session.id(), null, null), ttl));
  }

  /**
   * Spends {@code token}.
   *
   * @param next its successor, always the same for the same token, so that a repeated request
   *     returns the valid one
   */
  public CompletionStage<Rotation> rotate(OpaqueToken token, OpaqueToken next) {
    return tokenStore
        .<List<String>>runScript(
            ROTATE,
            RScript.ReturnType.LIST,
            List.of(key(token)),
            next.hash(),
            Long.toString(GRACE_PERIOD.toMillis()))
        .thenApply(answer -> {
          var session = answer.size() < 2 ? null : sessionStore.read(answer.get(1));
          if (session == null) {
            return new Rotation.Unknown();
          }
          return switch (answer.getFirst()) {
            case "rotated" -> new Rotation.Rotated(session);
            case "repeated" -> new Rotation.Repeated(session);
            case "reused-soon" -> new Rotation.Reused(session, true);
            default -> new Rotation.Reused(session, false);
          };
        });
  }

  /**
   * The session of a token that is unspent or within the grace period, without spending it; null
   * when there is none.
   */
  public CompletionStage<@Nullable Session> find(OpaqueToken token) {
    return tokenStore
        .<@Nullable String>runScript(
            FIND,
            RScript.ReturnType.VALUE,
            List.of(key(token)),
            Long.toString(GRACE_PERIOD.toMillis()))
        .thenApply(sessionStore::read);
  }

  /** The session with this id, from the claim {@code sid}; null when it has ended. */
  public CompletionStage<@Nullable Session> findById(String id) {
    return sessionStore.get(key(id));
  }

  /** The ids of those sessions that have ended; one round trip. */
  public CompletionStage<Set<String>> findEnded(Set<String> ids) {
    if (ids.isEmpty()) {
      return CompletableFuture.completedFuture(Set.of());
    }
    var idList = List.copyOf(ids);
    return sessionStore
        .<List<String>>runScript(
            FIND_ENDED,
            RScript.ReturnType.LIST,
            idList.stream().<Object>map(BrowserSessionStore::key).toList(),
            idList.toArray())
        .thenApply(Set::copyOf);
  }

  /** Replaces the session with the same id; false when that has ended. */
  public CompletionStage<Boolean> replace(Session session) {
    return sessionStore
        .<Long>runScript(
            REPLACE,
            RScript.ReturnType.LONG,
            List.of(key(session.id())),
            sessionStore.write(session))
        .thenApply(replaced -> replaced == 1);
  }

  /** Ends the session with all its tokens. */
  public CompletionStage<Void> end(String id) {
    return sessionStore
        .<@Nullable Object>runScript(END, RScript.ReturnType.VALUE, List.of(key(id)), id)
        .thenApply(_ -> null);
  }

  private static String key(String id) {
    return "session:" + id;
  }

  private static String key(OpaqueToken token) {
    return "refresh:" + token.hash();
  }

  /** Generates a session id. */
  public static String newId() {
    return OpaqueToken.generate().hash();
  }

  /** The result of presenting a refresh token. */
  public sealed interface Rotation {
    /** The token is spent now, and its successor is valid. */
    record Rotated(Session session) implements Rotation {}

    /**
     * The token was spent within the grace period and its successor is unused: the response was
     * lost, or another tab was faster. The successor is valid for both.
     */
    record Repeated(Session session) implements Rotation {}

    /**
     * The token was spent before, so it may have been copied; the session has ended for all its
     * holders.
     *
     * @param withinGracePeriod whether this was within {@link BrowserSessionStore#GRACE_PERIOD}
     *     after it was spent
     */
    record Reused(Session ended, boolean withinGracePeriod) implements Rotation {}

    /** The token is unknown, or its session has ended. */
    record Unknown() implements Rotation {}
  }

  /**
   * A browser session of a user.
   *
   * @param id the claim {@code sid}; public, and of no use without a refresh token
   * @param userId the Discord user's id
   * @param name the user's display name
   * @param locale the user's BCP 47 tag; null: not reported by Discord
   * @param discordTokens encrypted by the caller
   * @param expiresAt when the user has to log in again, regardless of activity
   */
  public record Session(
      String id,
      long userId,
      String name,
      @Nullable String locale,
      String discordTokens,
      Instant createdAt,
      Instant expiresAt) {}
}
