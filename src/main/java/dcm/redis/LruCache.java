package dcm.redis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map that remembers only what was used last, so that strangers cannot fill the memory. */
final class LruCache<V> {
  private final Map<String, V> entries;

  LruCache(int maxEntries) {
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > maxEntries;
          }
        };
  }

  synchronized V get(String key, Function<String, V> loader) {
    return entries.computeIfAbsent(key, loader);
  }

  /** Null when there is none. */
  synchronized @Nullable V getIfPresent(String key) {
    return entries.get(key);
  }

  synchronized void remove(String key) {
    entries.remove(key);
  }

  synchronized int size() {
    return entries.size();
  }
}
