package dcm.discord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.client.ShardId;
import org.junit.jupiter.api.Test;

class GatewayStatusTest {
  private final GatewayStatus status = new GatewayStatus();

  @Test
  void a_node_without_shards_is_connected() {
    assertThat(status.isConnected()).isTrue();
    assertThat(status.describe()).isEqualTo("no shard on this node");
  }

  @Test
  void the_description_names_what_each_shard_waits_for() {
    var first = status.add(new ShardId(0, 2));
    var second = status.add(new ShardId(1, 2));
    first.connected();
    first.guilds(1000, 20);
    first.memberRequests(5);
    second.disconnected("Redis unavailable");
    assertThat(status.isConnected()).isFalse();
    assertThat(status.describe())
        .startsWith("1 of 2 shards connected, shard 1 disconnected since ")
        .contains("(Redis unavailable)")
        .endsWith("1000 guilds, 20 of them not synchronized yet, members of 5 pending");
    second.connected();
    assertThat(status.isConnected()).isTrue();
  }

  @Test
  void a_shard_that_moved_to_another_node_is_not_counted_and_one_that_returned_is() {
    var former = status.add(new ShardId(0, 1));
    former.markEnded();
    assertThat(status.describe()).isEqualTo("no shard on this node");
    var next = status.add(new ShardId(0, 1));
    former.markEnded();
    next.connected();
    assertThat(status.describe()).startsWith("1 of 1 shards connected;");
  }
}
