package dcm.sandbox.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages by channel in the order of their ids; a full channel drops the oldest. */
public final class MessageStore {
  /** Number of messages kept per channel. */
  static final int MAX_MESSAGES_PER_CHANNEL = 1_000;

  /** Time for which a nonce is recognised ("the past few minutes" in Discord's documentation). */
  static final long NONCE_WINDOW_MILLIS = 5 * 60_000;

  private final PersistentTable<StoredMessage> messages;
  private final Map<String, NavigableMap<Long, StoredMessage>> channels = new HashMap<>();

  public MessageStore(StateLog stateLog) {
    messages = stateLog.table("message", StoredMessage.class);
  }

  public void initialize(SnowflakeGenerator ids) {
    List<StoredMessage> stored = new ArrayList<>(messages.all());
    stored.forEach(message -> {
      ids.observe(message.id());
      index(message);
    });
  }

  void put(StoredMessage message) {
    messages.put(message.id(), message);
    index(message);
    NavigableMap<Long, StoredMessage> channel = channel(message.channelId());
    while (channel.size() > MAX_MESSAGES_PER_CHANNEL) {
      remove(channel.firstEntry().getValue());
    }
  }

  void remove(StoredMessage message) {
    messages.remove(message.id());
    channel(message.channelId()).remove(Long.parseLong(message.id()));
  }

  public void removeChannel(String channelId) {
    listByChannel(channelId).forEach(this::remove);
    channels.remove(channelId);
  }

  public Optional<StoredMessage> find(String id) {
    return Optional.ofNullable(messages.get(id));
  }

  /** Oldest first. */
  public List<StoredMessage> listByChannel(String channelId) {
    NavigableMap<Long, StoredMessage> channel = channels.get(channelId);
    return channel == null ? List.of() : List.copyOf(channel.values());
  }

  /** The message of this author with this nonce within the window, if any. */
  public Optional<StoredMessage> findByNonce(
      String channelId, String authorId, @Nullable String nonce) {
    if (nonce == null) {
      return Optional.empty();
    }
    long cutoff = System.currentTimeMillis() - NONCE_WINDOW_MILLIS;
    NavigableMap<Long, StoredMessage> channel = channels.get(channelId);
    Stream<StoredMessage> newestFirst =
        channel == null ? Stream.empty() : channel.descendingMap().values().stream();
    return newestFirst
        .takeWhile(message -> SnowflakeGenerator.millis(message.id()) >= cutoff)
        .filter(message -> nonce.equals(message.nonce()) && message.authorId().equals(authorId))
        .findFirst();
  }

  private NavigableMap<Long, StoredMessage> channel(String id) {
    return channels.computeIfAbsent(id, _ -> new TreeMap<>());
  }

  private void index(StoredMessage message) {
    channel(message.channelId()).put(Long.parseLong(message.id()), message);
  }
}
