package dcm.redis;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;

/**
 * Browser sessions and the refresh tokens that lead to them. A session is one family of refresh
 * tokens: each use spends a token and gives its successor, and a spent one ends the family. Ending
 * is deleting {@code session:<id>}: tokens of a session that is gone lead nowhere.
 *
 * <p>The scripts find the session's key in the token's value, so they need one Redis, not a Redis
 * cluster.
 */
public final class Sessions {
  /**
   * Spending a token is one script: of two who present it at once, one is late. Presenting it again
   * with the same successor is our own retry after a lost answer, not a reuse. The life that is
   * left to the session is also its tokens'.
   */
  private static final String ROTATE =
      """
      local row = redis.call('get', KEYS[1])
      if not row then return {'unknown'} end
      local token = cjson.decode(row)
      local key = 'session:' .. token.session
      local session = redis.call('get', key)
      if not session then return {'unknown'} end
      if token.next and token.next ~= ARGV[1] then
        redis.call('del', key)
        return {'reused', session}
      end
      local left = redis.call('pttl', key)
      token.next = ARGV[1]
      redis.call('set', KEYS[1], cjson.encode(token), 'px', left)
      redis.call('set', 'refresh:' .. ARGV[1], cjson.encode({session = token.session}), 'px', left)
      return {'rotated', session}
      """;

  private static final String LOOK =
      """
      local row = redis.call('get', KEYS[1])
      if not row then return nil end
      local token = cjson.decode(row)
      if token.next then return nil end
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

  private static final String ENDED =
      """
      local ended = {}
      for place, key in ipairs(KEYS) do
        if redis.call('exists', key) == 0 then table.insert(ended, ARGV[place]) end
      end
      return ended
      """;

  /** A refresh token: the session it leads to and, once spent, its successor's hash. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Refresh(String session, @Nullable String next) {}

  private final Shelf<Session> sessions;
  private final Shelf<Refresh> tokens;
  private final Clock clock;

  public Sessions(Redis redis, Clock clock) {
    this.sessions = new Shelf<>(redis, Session.class);
    this.tokens = new Shelf<>(redis, Refresh.class);
    this.clock = clock;
  }

  /** Keeps the session until it ends; {@code first} is the token that leads to it. */
  public CompletionStage<Void> begin(Session session, OpaqueToken first) {
    var life = Duration.between(clock.instant(), session.ends());
    return sessions
        .put(key(session.id()), session, life)
        .thenCompose(_ -> tokens.put(key(first), new Refresh(session.id(), null), life));
  }

  /** Spends {@code token}; {@code next} is good afterwards, if this was its first use. */
  public CompletionStage<Rotation> rotate(OpaqueToken token, OpaqueToken next) {
    return tokens
        .<List<String>>script(ROTATE, RScript.ReturnType.LIST, List.of(key(token)), next.hash())
        .thenApply(answer -> {
          var session = answer.size() < 2 ? null : sessions.read(answer.get(1));
          if (session == null) {
            return new Rotation.Unknown();
          }
          return answer.getFirst().equals("reused")
              ? new Rotation.Reused(session)
              : new Rotation.Rotated(session);
        });
  }

  /** The session of a token that is not spent, without spending it; null when there is none. */
  public CompletionStage<@Nullable Session> look(OpaqueToken token) {
    return tokens
        .<@Nullable String>script(LOOK, RScript.ReturnType.VALUE, List.of(key(token)))
        .thenApply(sessions::read);
  }

  /** The session with that id, null when it has ended: is a claim {@code sid} still good? */
  public CompletionStage<@Nullable Session> byId(String id) {
    return sessions.look(key(id));
  }

  /** Those of the sessions with these ids that have ended; in one round trip. */
  public CompletionStage<Set<String>> ended(Set<String> ids) {
    if (ids.isEmpty()) {
      return CompletableFuture.completedFuture(Set.of());
    }
    var asked = List.copyOf(ids);
    return sessions
        .<List<String>>script(
            ENDED,
            RScript.ReturnType.LIST,
            asked.stream().<Object>map(Sessions::key).toList(),
            asked.toArray())
        .thenApply(Set::copyOf);
  }

  /** Puts it in the place of the one with the same id; false when that has ended. */
  public CompletionStage<Boolean> replace(Session session) {
    return sessions
        .<Long>script(
            REPLACE, RScript.ReturnType.LONG, List.of(key(session.id())), sessions.write(session))
        .thenApply(replaced -> replaced == 1);
  }

  /** Ends it, with all its tokens. */
  public CompletionStage<Void> end(String id) {
    return sessions.drop(key(id));
  }

  private static String key(String id) {
    return "session:" + id;
  }

  private static String key(OpaqueToken token) {
    return "refresh:" + token.hash();
  }

  /** Makes a session's id. */
  public static String freshId() {
    return OpaqueToken.fresh().hash();
  }
}
