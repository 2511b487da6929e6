package dcm.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Cache of one kind of value per user. */
public final class UserCache<V> {
  private final JsonStore<V> store;
  private final String name;
  private final Duration ttl;

  /**
   * @param name the last part of the key, {@code user:<id>:<name>}
   */
  public UserCache(RedisClient redis, String name, Class<V> type, Duration ttl) {
    this.store = new JsonStore<>(redis, type);
    this.name = name;
    this.ttl = ttl;
  }

  public CompletionStage<Void> put(long user, V value) {
    return store.put(key(user), value, ttl);
  }

  /** Returns null when no value is cached. */
  public CompletionStage<@Nullable V> get(long user) {
    return store.get(key(user));
  }

  public CompletionStage<Void> invalidate(long user) {
    return store.remove(key(user));
  }

  private String key(long user) {
    return "user:" + user + ":" + name;
  }
}
