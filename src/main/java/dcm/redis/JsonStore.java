package dcm.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/**
 * Values of one type, stored as JSON with an expiry. A value that this version cannot parse counts
 * as absent.
 */
final class JsonStore<V> {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  // the embedded Redis on Windows is version 5, which has no GETDEL
  private static final String GET_AND_REMOVE =
      """
      local value = redis.call('get', KEYS[1])
      redis.call('del', KEYS[1])
      return value
      """;

  private final RedisClient redis;
  private final Class<V> type;

  JsonStore(RedisClient redis, Class<V> type) {
    this.redis = redis;
    this.type = type;
  }

  CompletionStage<@Nullable Void> put(String key, V value, Duration ttl) {
    return redis.call(c -> c.<String>getBucket(key).setAsync(write(value), ttl));
  }

  CompletionStage<@Nullable V> get(String key) {
    return redis.call(c -> c.<String>getBucket(key).getAsync()).thenApply(this::read);
  }

  /** Returns and removes the value; of concurrent callers exactly one receives it. */
  CompletionStage<@Nullable V> getAndRemove(String key) {
    return this.<@Nullable String>runScript(GET_AND_REMOVE, RScript.ReturnType.VALUE, List.of(key))
        .thenApply(this::read);
  }

  CompletionStage<@Nullable Void> remove(String key) {
    return redis.call(c -> c.getBucket(key).deleteAsync()).thenApply(_ -> null);
  }

  <T extends @Nullable Object> CompletionStage<T> runScript(
      String lua, RScript.ReturnType returnType, List<Object> keys, Object... values) {
    return redis.call(c ->
        c.getScript(StringCodec.INSTANCE)
            .<T>evalAsync(RScript.Mode.READ_WRITE, lua, returnType, keys, values));
  }

  String write(V value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException(type + " cannot be written as JSON", notJson);
    }
  }

  @Nullable V read(@Nullable String json) {
    if (json == null) {
      return null;
    }
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException otherVersion) {
      return null;
    }
  }
}
