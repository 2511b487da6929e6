package dcm.redis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map that remembers only what was used last, so that strangers cannot fill the memory. */
final class Recent<V> {
  private final Map<String, V> map;

  Recent(int most) {
    this.map =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > most;
          }
        };
  }

  synchronized V of(String key, Function<String, V> make) {
    return map.computeIfAbsent(key, make);
  }

  /** Null when there is none. */
  synchronized @Nullable V peek(String key) {
    return map.get(key);
  }

  synchronized void forget(String key) {
    map.remove(key);
  }

  synchronized int size() {
    return map.size();
  }
}
