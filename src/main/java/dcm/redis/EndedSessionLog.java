package dcm.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;

/**
 * The log of the sessions that ended: a Redis stream, to which the script that ends a session
 * appends its id in the same step. A node reads it from its own position. The entry at the position
 * is read again each time: while it is there, so is every later one, and none was missed. It is
 * missing after Redis lost data, or when the reader was away for longer than the log reaches back.
 */
final class EndedSessionLog {
  private static final String KEY = "sessions:ended";

  /** The log's length, some 100 bytes an entry; Redis removes older ones in blocks. */
  private static final int MAX_ENTRIES = 10_000;

  /** Every key expires; a reader that finds no log begins anew. */
  private static final Duration TTL = Duration.ofDays(1);

  /** Lua: {@code append_to_log(session)}. */
  private static final String APPEND =
      """
      local function append_to_log(session)
        local id = redis.call('xadd', '%s', 'maxlen', '~', %d, '*', 'session', session)
        redis.call('pexpire', '%s', %d)
        return id
      end
      """
          .formatted(KEY, MAX_ENTRIES, KEY, TTL.toMillis());

  /**
   * Lua: {@code end_session(id)} ends a session. Only an existing one is appended, so that repeated
   * logouts do not fill the log.
   */
  static final String END_SESSION =
      APPEND
          + """
          local function end_session(id)
            if redis.call('del', 'session:' .. id) == 1 then append_to_log(id) end
          end
          """;

  /** Replies with 1 or 0 (whether the position was found), the new position, and session ids. */
  private static final String READ =
      APPEND
          + """
          if ARGV[1] ~= '' then
            local entries = redis.call('xrange', KEYS[1], ARGV[1], '+')
            if entries[1] and entries[1][1] == ARGV[1] then
              local answer = {'1', entries[#entries][1]}
              for place = 2, #entries do table.insert(answer, entries[place][2][2]) end
              return answer
            end
          end
          local last = redis.call('xrevrange', KEYS[1], '+', '-', 'count', 1)
          return {'0', last[1] and last[1][1] or append_to_log('')}
          """;

  /**
   * The result of a read.
   *
   * @param continued whether nothing was missed since the previous read; otherwise {@code position}
   *     is the end of the log and no sessions are reported
   * @param position for the next read
   * @param sessions ids of the sessions that ended since the previous read, in order
   */
  record Entries(boolean continued, String position, List<String> sessions) {}

  private final JsonStore<String> scripts;

  EndedSessionLog(RedisClient redis) {
    this.scripts = new JsonStore<>(redis, String.class);
  }

  /**
   * Reads on from a position.
   *
   * @param position of the previous read; null: there was none
   */
  CompletionStage<Entries> read(@Nullable String position) {
    return scripts
        .<List<String>>runScript(
            READ, RScript.ReturnType.LIST, List.of(KEY), position == null ? "" : position)
        .thenApply(answer ->
            new Entries(
                answer.getFirst().equals("1"),
                answer.get(1),
                List.copyOf(answer.subList(2, answer.size()))));
  }
}
