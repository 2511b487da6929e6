package dcm.discord.gateway;

import dcm.discord.client.ShardId;
import io.micrometer.core.instrument.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Status of the gateway connections on this node, for operators. */
public final class GatewayStatus {
  private final Map<Integer, ShardStatus> shards = new ConcurrentSkipListMap<>();

  /** Registers the gauges of this node. */
  public void registerMetrics() {
    Metrics.gauge(
        "dcm.discord.guilds", this, status -> status.sum(shard -> shard.guilds().total()));
    Metrics.gauge(
        "dcm.discord.guilds.pending",
        this,
        status -> status.sum(shard -> shard.guilds().pending()));
    Metrics.gauge(
        "dcm.discord.guilds.members.pending",
        this,
        status -> status.sum(ShardStatus::memberRequests));
  }

  /** Adds a shard that runs on this node from now on. */
  public ShardStatus add(ShardId shard) {
    var status = new ShardStatus();
    shards.put(shard.id(), status);
    return status;
  }

  private Map<Integer, ShardStatus> activeShards() {
    shards.values().removeIf(ShardStatus::hasEnded);
    return shards;
  }

  /** Whether events arrive on every shard of this node; true without shards. */
  public boolean isConnected() {
    return activeShards().values().stream().allMatch(shard -> shard.connection().connected());
  }

  /** The status in one sentence. */
  public String describe() {
    var active = activeShards();
    if (active.isEmpty()) {
      return "no shard on this node";
    }
    long connected =
        active.values().stream().filter(status -> status.connection().connected()).count();
    var disconnected =
        active.entrySet().stream()
            .filter(entry -> !entry.getValue().connection().connected())
            .map(entry -> describe(entry.getKey(), entry.getValue().connection()))
            .collect(Collectors.joining());
    return "%d of %d shards connected%s; %d guilds, %d of them not synchronized yet, members of %d pending"
        .formatted(
            connected,
            active.size(),
            disconnected,
            sum(shard -> shard.guilds().total()),
            sum(shard -> shard.guilds().pending()),
            sum(ShardStatus::memberRequests));
  }

  private static String describe(int shard, ShardStatus.Connection connection) {
    return ", shard %d disconnected since %s (%s)"
        .formatted(shard, connection.since(), connection.reason());
  }

  private int sum(ToIntFunction<ShardStatus> value) {
    return activeShards().values().stream().mapToInt(value).sum();
  }
}
