package dcm.discord;

import dcm.discord.wire.Shard;
import io.micrometer.core.instrument.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** How the gateway connections on this node are, for whoever looks after it. */
public final class GatewayStatus {
  private final Map<Integer, ShardStatus> shards = new ConcurrentSkipListMap<>();

  /** From now on the numbers of this node are measured. */
  void measure() {
    Metrics.gauge("dcm.discord.guilds", this, status -> status.sum(shard -> shard.guilds().seen()));
    Metrics.gauge(
        "dcm.discord.guilds.behind", this, status -> status.sum(shard -> shard.guilds().behind()));
    Metrics.gauge(
        "dcm.discord.guilds.members.waiting",
        this,
        status -> status.sum(ShardStatus::memberRequests));
  }

  /** A shard is held here from now on. */
  ShardStatus begin(Shard shard) {
    var status = new ShardStatus();
    shards.put(shard.id(), status);
    return status;
  }

  private Map<Integer, ShardStatus> held() {
    shards.values().removeIf(ShardStatus::hasEnded);
    return shards;
  }

  /** Whether events arrive on every shard that is held here; true when none is. */
  public boolean isConnected() {
    return held().values().stream().allMatch(shard -> shard.connection().connected());
  }

  /** In a sentence. */
  public String told() {
    var held = held();
    if (held.isEmpty()) {
      return "no shard on this node";
    }
    long connected = held.values().stream().filter(s -> s.connection().connected()).count();
    var waiting =
        held.entrySet().stream()
            .filter(entry -> !entry.getValue().connection().connected())
            .map(entry -> told(entry.getKey(), entry.getValue().connection()))
            .collect(Collectors.joining());
    return "%d of %d shards connected%s; %d guilds, %d of them still being told, members of %d still to come"
        .formatted(
            connected,
            held.size(),
            waiting,
            sum(shard -> shard.guilds().seen()),
            sum(shard -> shard.guilds().behind()),
            sum(ShardStatus::memberRequests));
  }

  private static String told(int shard, ShardStatus.Connection connection) {
    return ", shard %d not since %s (%s)".formatted(shard, connection.since(), connection.why());
  }

  private int sum(ToIntFunction<ShardStatus> number) {
    return held().values().stream().mapToInt(number).sum();
  }
}
