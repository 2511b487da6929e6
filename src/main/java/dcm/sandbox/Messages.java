package dcm.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All messages, by channel in the order of their ids; the oldest go when a channel is full. */
final class Messages {
  /** Messages kept in a channel. */
  static final int KEPT = 1_000;

  /** How long Discord recognises a nonce: "the past few minutes" by its documentation. */
  static final long NONCE_MILLIS = 5 * 60_000;

  private final Table<Post> posts;
  private final Map<String, NavigableMap<Long, Post>> channels = new HashMap<>();

  Messages(Ledger ledger) {
    posts = ledger.table("message", Post.class);
  }

  void open(Snowflakes ids) {
    List<Post> all = new ArrayList<>(posts.all());
    all.forEach(post -> {
      ids.seen(post.id());
      index(post);
    });
  }

  void put(Post post) {
    posts.put(post.id(), post);
    index(post);
    NavigableMap<Long, Post> channel = channel(post.channelId());
    while (channel.size() > KEPT) {
      remove(channel.firstEntry().getValue());
    }
  }

  void remove(Post post) {
    posts.remove(post.id());
    channel(post.channelId()).remove(Long.parseLong(post.id()));
  }

  void removeChannel(String channelId) {
    inChannel(channelId).forEach(this::remove);
    channels.remove(channelId);
  }

  Optional<Post> find(String id) {
    return Optional.ofNullable(posts.get(id));
  }

  /** Oldest first. */
  List<Post> inChannel(String channelId) {
    NavigableMap<Long, Post> channel = channels.get(channelId);
    return channel == null ? List.of() : List.copyOf(channel.values());
  }

  /** The message that the same author sent here with the same nonce a short while ago. */
  Optional<Post> repeated(String channelId, String authorId, @Nullable String nonce) {
    if (nonce == null) {
      return Optional.empty();
    }
    long since = System.currentTimeMillis() - NONCE_MILLIS;
    NavigableMap<Long, Post> channel = channels.get(channelId);
    Stream<Post> newestFirst =
        channel == null ? Stream.empty() : channel.descendingMap().values().stream();
    return newestFirst
        .takeWhile(post -> Snowflakes.millis(post.id()) >= since)
        .filter(post -> nonce.equals(post.nonce()) && post.authorId().equals(authorId))
        .findFirst();
  }

  private NavigableMap<Long, Post> channel(String id) {
    return channels.computeIfAbsent(id, _ -> new TreeMap<>());
  }

  private void index(Post post) {
    channel(post.channelId()).put(Long.parseLong(post.id()), post);
  }
}
