package dcm.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One kind of answer about a user that is dear to ask for, kept for a moment. */
public final class Remembered<V> {
  private final Shelf<V> shelf;
  private final String what;
  private final Duration life;

  /**
   * @param what the last part of the key, {@code user:<id>:<what>}
   */
  public Remembered(Redis redis, String what, Class<V> type, Duration life) {
    this.shelf = new Shelf<>(redis, type);
    this.what = what;
    this.life = life;
  }

  public CompletionStage<Void> remember(long user, V answer) {
    return shelf.put(key(user), answer, life);
  }

  /** Null when nothing is remembered. */
  public CompletionStage<@Nullable V> recall(long user) {
    return shelf.look(key(user));
  }

  public CompletionStage<Void> forget(long user) {
    return shelf.drop(key(user));
  }

  private String key(long user) {
    return "user:" + user + ":" + what;
  }
}
