package dcm.auth;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys as they were read at one time; those whose last token has ended are not in it. */
record KeyRing(Instant read, Map<String, SigningKey> keys) {
  KeyRing {
    keys = Map.copyOf(keys);
  }

  @Nullable SigningKey find(String kid, Instant now) {
    var key = keys.get(kid);
    return key != null && key.notAfter().isAfter(now) ? key : null;
  }

  boolean has(String kid) {
    return keys.containsKey(kid);
  }

  /** Any key whose tokens would be good until then; the one that lasts longest. */
  Optional<SigningKey> goodUntil(Instant until) {
    return keys.values().stream()
        .filter(key -> key.notAfter().isAfter(until))
        .max((a, b) -> a.notAfter().compareTo(b.notAfter()));
  }
}
