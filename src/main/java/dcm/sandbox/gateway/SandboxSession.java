package dcm.sandbox.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.store.SandboxJson;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gateway session. It outlives its connection for some minutes and replays missed events. */
public final class SandboxSession {
  /** Number of events kept for a RESUME. */
  private static final int REPLAY_BUFFER_SIZE = 2_000;

  private record ReplayEvent(long seq, String frame) {}

  final String id;
  final int shard;
  final int shards;
  final int intents;
  private final Deque<ReplayEvent> replayBuffer = new ArrayDeque<>();
  private long seq;
  @Nullable GatewaySocket connection;
  long lastSeenMillis = System.currentTimeMillis();

  SandboxSession(String id, int shard, int shards, int intents) {
    this.id = id;
    this.shard = shard;
    this.shards = shards;
    this.intents = intents;
  }

  boolean coversGuild(@Nullable String guildId) {
    return guildId == null ? shard == 0 : (Long.parseLong(guildId) >> 22) % shards == shard;
  }

  boolean wantsIntent(int intent) {
    return intent == Intents.ALWAYS || (intents & intent) != 0;
  }

  void dispatch(String type, JsonNode data) {
    String frame = frame(0, data, ++seq, type);
    replayBuffer.addLast(new ReplayEvent(seq, frame));
    if (replayBuffer.size() > REPLAY_BUFFER_SIZE) {
      replayBuffer.removeFirst();
    }
    if (connection != null) {
      connection.send(frame);
    }
  }

  boolean canReplayFrom(long lastSeq) {
    return lastSeq >= 0
        && lastSeq <= seq
        && (replayBuffer.isEmpty() || lastSeq >= replayBuffer.getFirst().seq() - 1);
  }

  List<String> framesAfter(long lastSeq) {
    return replayBuffer.stream()
        .filter(event -> event.seq() > lastSeq)
        .map(ReplayEvent::frame)
        .toList();
  }

  /** A frame with all four fields, which Discord4J requires. */
  public static String frame(
      int op, @Nullable JsonNode data, @Nullable Long seq, @Nullable String type) {
    var frame = SandboxJson.object().put("op", op);
    frame.set("d", data);
    return SandboxJson.write(frame.put("s", seq).put("t", type));
  }
}
