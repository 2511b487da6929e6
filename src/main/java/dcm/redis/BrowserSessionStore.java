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
 * Browser sessions and the refresh tokens that lead to them. A session is one family of refresh
 * tokens: each use spends a token and gives its successor. For {@link #GRACE_PERIOD} after it was
 * spent, and until its successor is used, the former token is answered again with the same
 * successor; any other use of a spent token ends the family. Ending is deleting {@code
 * session:<id>}: tokens of a session that is gone lead nowhere.
 *
 * <p>The scripts find the session's key in the token's value, so they need one Redis, not a Redis
 * cluster. Time is Redis' own, the same for all nodes.
 */
public final class BrowserSessionStore {
  /** For how long an answer may be lost, or another tab be late. */
  public static final Duration GRACE_PERIOD = Duration.ofSeconds(30);

  private static final String NOW =
      """
      local time = redis.call('time')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      """;

  /**
   * Spending a token is one script: of two who present it at once, one is second and is answered
   * with what the first got. A successor of another derivation is another node's with another
   * secret. The life that is left to the session is also its tokens'.
   */
  private static final String ROTATE =
      NOW
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
            redis.call('del', key)
            return {soon and 'reused-soon' or 'reused', session}
          end
          local left = redis.call('pttl', key)
          token.next = ARGV[1]
          token.spent = now
          redis.call('set', KEYS[1], cjson.encode(token), 'px', left)
          redis.call('set', 'refresh:' .. ARGV[1], cjson.encode({session = token.session}), 'px', left)
          return {'rotated', session}
          """;

  /** Looking spends nothing: a page that was opened with the former token may still look. */
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

  /** Only while it is there: a session that ended meanwhile must not come back. */
  private static final String REPLACE =
      """
      local left = redis.call('pttl', KEYS[1])
      if left <= 0 then return 0 end
      redis.call('set', KEYS[1], ARGV[1], 'px', left)
      return 1
      """;

  private static final String FIND_ENDED =
      """
      local ended = {}
      for place, key in ipairs(KEYS) do
        if redis.call('exists', key) == 0 then table.insert(ended, ARGV[place]) end
      end
      return ended
      """;

  /**
   * A refresh token: the session it leads to and, once spent, its successor's hash.
   *
   * @param spent when it was, in milliseconds since 1970 by Redis' clock
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

  /** Keeps the session until it ends; {@code first} is the token that leads to it. */
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
   * @param next its successor: always the same for the same token, so that who presents it again in
   *     time gets the one that is good
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
   * The session of a token that is not spent, or was a moment ago, without spending it; null when
   * there is none.
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

  /** The session with that id, null when it has ended: is a claim {@code sid} still good? */
  public CompletionStage<@Nullable Session> findById(String id) {
    return sessionStore.get(key(id));
  }

  /** Those of the sessions with these ids that have ended; in one round trip. */
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

  /** Puts it in the place of the one with the same id; false when that has ended. */
  public CompletionStage<Boolean> replace(Session session) {
    return sessionStore
        .<Long>runScript(
            REPLACE,
            RScript.ReturnType.LONG,
            List.of(key(session.id())),
            sessionStore.write(session))
        .thenApply(replaced -> replaced == 1);
  }

  /** Ends it, with all its tokens. */
  public CompletionStage<Void> end(String id) {
    return sessionStore.remove(key(id));
  }

  private static String key(String id) {
    return "session:" + id;
  }

  private static String key(OpaqueToken token) {
    return "refresh:" + token.hash();
  }

  /** Makes a session's id. */
  public static String newId() {
    return OpaqueToken.generate().hash();
  }

  /** What became of a refresh token that was presented. */
  public sealed interface Rotation {
    /** It is spent, and its successor is good. */
    record Rotated(Session session) implements Rotation {}

    /**
     * It was spent a moment ago and its successor was not used yet: the answer was lost, or another
     * tab was faster. The successor is good, for both.
     */
    record Repeated(Session session) implements Rotation {}

    /**
     * It was spent before: somebody copied it, and nobody knows who, so the session has ended for
     * all of them.
     *
     * @param soon whether that was within {@link BrowserSessionStore#GRACE_PERIOD} after it was
     *     spent
     */
    record Reused(Session ended, boolean withinGracePeriod) implements Rotation {}

    /** It was never ours, or its session has ended. */
    record Unknown() implements Rotation {}
  }

  /**
   * A browser in which somebody logged in.
   *
   * @param id the claim {@code sid}; public, and of no use without a refresh token
   * @param user the Discord user's id
   * @param name as Discord shows it
   * @param locale the BCP 47 tag that Discord told of the user, if it did
   * @param discordTokens encrypted by whoever put it here
   * @param ends when one must log in again, however busy one was
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
