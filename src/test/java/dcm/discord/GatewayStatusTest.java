package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.wire.Shard;
import org.junit.jupiter.api.Test;

class GatewayStatusTest {
  private final GatewayStatus status = new GatewayStatus();

  @Test
  void a_node_without_a_shard_misses_nothing() {
    assertThat(status.isConnected()).isTrue();
    assertThat(status.told()).isEqualTo("no shard on this node");
  }

  @Test
  void what_each_shard_waits_for_is_said() {
    var first = status.begin(new Shard(0, 2));
    var second = status.begin(new Shard(1, 2));
    first.connected();
    first.guilds(1000, 20);
    first.memberRequests(5);
    second.disconnected("Redis is away");
    assertThat(status.isConnected()).isFalse();
    assertThat(status.told())
        .startsWith("1 of 2 shards connected, shard 1 not since ")
        .contains("(Redis is away)")
        .endsWith("1000 guilds, 20 of them still being told, members of 5 still to come");
    second.connected();
    assertThat(status.isConnected()).isTrue();
  }

  @Test
  void a_shard_that_moved_away_is_not_counted_and_one_that_came_back_is() {
    var former = status.begin(new Shard(0, 1));
    former.end();
    assertThat(status.told()).isEqualTo("no shard on this node");
    var next = status.begin(new Shard(0, 1));
    former.end();
    next.connected();
    assertThat(status.told()).startsWith("1 of 1 shards connected;");
  }
}
