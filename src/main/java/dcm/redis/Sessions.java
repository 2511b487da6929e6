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
 * tokens: each use spends a token and gives its successor. For {@link #LEEWAY} after it was spent,
 * and until its successor is used, the former token is answered again with the same successor; any
 * other use of a spent token ends the family. Ending is deleting {@code session:<id>}: tokens of a
 * session that is gone lead nowhere.
 *
 * <p>The scripts find the session's key in the token's value, so they need one Redis, not a Redis
 * cluster. Time is Redis' own, the same for all nodes.
 */
public final class Sessions {
  /** For how long an answer may be lost, or another tab be late. */
  public static final Duration LEEWAY = Duration.ofSeconds(30);

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
  private static final String LOOK =
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

  private static final String ENDED =
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
  record Refresh(String session, @Nullable String next, @Nullable Long spent) {}

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
        .thenCompose(_ -> tokens.put(key(first), new Refresh(session.id(), null, null), life));
  }

  /**
   * Spends {@code token}.
   *
   * @param next its successor: always the same for the same token, so that who presents it again in
   *     time gets the one that is good
   */
  public CompletionStage<Rotation> rotate(OpaqueToken token, OpaqueToken next) {
    return tokens
        .<List<String>>script(
            ROTATE,
            RScript.ReturnType.LIST,
            List.of(key(token)),
            next.hash(),
            Long.toString(LEEWAY.toMillis()))
        .thenApply(answer -> {
          var session = answer.size() < 2 ? null : sessions.read(answer.get(1));
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
  public CompletionStage<@Nullable Session> look(OpaqueToken token) {
    return tokens
        .<@Nullable String>script(
            LOOK, RScript.ReturnType.VALUE, List.of(key(token)), Long.toString(LEEWAY.toMillis()))
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
