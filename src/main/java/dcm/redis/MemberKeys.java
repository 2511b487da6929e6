package dcm.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;

/** Deletes what is kept about one person. Searches by cursor, a few hundred keys at a time. */
public final class MemberKeys {
  /** Ends the sessions of a user among the next keys; returns the following cursor. */
  private static final String END_SESSIONS =
      EndedSessionLog.END_SESSION
          + """
          local page = redis.call('scan', ARGV[1], 'match', 'session:*', 'count', 500)
          for _, key in ipairs(page[2]) do
            local session = redis.call('get', key)
            -- as text: Lua's numbers lose digits of an id
            if session and string.find(session, '"userId":' .. ARGV[2] .. '[,}]') then
              end_session(string.sub(key, 9))
            end
          end
          return page[1]
          """;

  private final RedisClient redis;
  private final JsonStore<String> scripts;

  public MemberKeys(RedisClient redis) {
    this.redis = redis;
    this.scripts = new JsonStore<>(redis, String.class);
  }

  /**
   * Deletes the member's rate limits, and the guild's tickets for WebSockets, which are valid for
   * seconds and name their members.
   */
  public CompletionStage<Void> deleteOfMember(long guild, long user) {
    return delete("guild:" + guild + ":rate:member:" + user + ":*")
        .thenCompose(_ -> delete("guild:" + guild + ":ticket:*"))
        .thenCompose(_ -> delete("user:" + user + ":*"));
  }

  /** Ends the user's browser sessions. */
  public CompletionStage<Void> endSessions(long user) {
    return endSessions(user, "0");
  }

  private CompletionStage<Void> endSessions(long user, String cursor) {
    return scripts
        .<String>runScript(
            END_SESSIONS, RScript.ReturnType.VALUE, List.of(), cursor, Long.toString(user))
        .thenCompose(next ->
            next.equals("0") ? CompletableFuture.completedFuture(null) : endSessions(user, next));
  }

  private CompletionStage<Void> delete(String pattern) {
    return redis.call(client -> client.getKeys().deleteByPatternAsync(pattern)).thenAccept(_ -> {});
  }
}
