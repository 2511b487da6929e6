package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gateway session: it outlives its connection for a while and replays what was missed. */
final class Session {
  /** Events kept for a RESUME. */
  private static final int RING = 2_000;

  private record Event(long seq, String frame) {}

  final String id;
  final int shard;
  final int shards;
  final int intents;
  private final Deque<Event> ring = new ArrayDeque<>();
  private long seq;
  @Nullable Connection connection;
  long lastSeen = System.currentTimeMillis();

  Session(String id, int shard, int shards, int intents) {
    this.id = id;
    this.shard = shard;
    this.shards = shards;
    this.intents = intents;
  }

  boolean covers(@Nullable String guildId) {
    return guildId == null ? shard == 0 : (Long.parseLong(guildId) >> 22) % shards == shard;
  }

  boolean wants(int intent) {
    return intent == Intents.ALWAYS || (intents & intent) != 0;
  }

  void dispatch(String type, JsonNode data) {
    String frame = frame(0, data, ++seq, type);
    ring.addLast(new Event(seq, frame));
    if (ring.size() > RING) {
      ring.removeFirst();
    }
    if (connection != null) {
      connection.send(frame);
    }
  }

  long seq() {
    return seq;
  }

  boolean canReplayFrom(long seen) {
    return seen >= 0 && seen <= seq && (ring.isEmpty() || seen >= ring.getFirst().seq() - 1);
  }

  List<String> missedSince(long seen) {
    return ring.stream().filter(event -> event.seq() > seen).map(Event::frame).toList();
  }

  /** Every frame has all four fields: Discord4J reads nothing less. */
  static String frame(int op, @Nullable JsonNode data, @Nullable Long seq, @Nullable String type) {
    var frame = Json.object().put("op", op);
    frame.set("d", data);
    return Json.write(frame.put("s", seq).put("t", type));
  }
}
