package dcm.http.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.GuildId;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private static final GuildId ONE = new GuildId(1);
  private static final GuildId OTHER = new GuildId(2);

  private final ByteBudget<GuildId> budget = new ByteBudget<>(100, 40);

  @Test
  void a_guild_that_used_its_share_leaves_the_rest_to_others() {
    budget.add(ONE, 40);
    assertThat(budget.hasCapacity(ONE, 1)).isFalse();
    assertThat(budget.hasCapacity(OTHER, 40)).isTrue();
    assertThat(budget.hasCapacity(OTHER, 41)).isFalse();
  }

  @Test
  void a_full_node_has_capacity_for_no_guild() {
    budget.add(ONE, 40);
    budget.add(OTHER, 40);
    budget.add(new GuildId(3), 15);
    assertThat(budget.hasCapacity(new GuildId(4), 6)).isFalse();
    assertThat(budget.hasCapacity(new GuildId(4), 5)).isTrue();
  }

  @Test
  void released_bytes_can_be_reserved_again() {
    budget.add(ONE, 40);
    budget.release(ONE, 30);
    assertThat(budget.hasCapacity(ONE, 30)).isTrue();
    budget.release(ONE, 10);
    assertThat(budget.heldBytes()).isZero();
  }

  @Test
  void rejected_bytes_are_not_counted() {
    assertThat(budget.tryReserve(ONE, 40)).isTrue();
    assertThat(budget.tryReserve(ONE, 1)).isFalse();
    assertThat(budget.heldBytes()).isEqualTo(40);
    assertThat(budget.tryReserve(OTHER, 40)).isTrue();
    assertThat(budget.tryReserve(new GuildId(3), 21)).isFalse();
    assertThat(budget.tryReserve(new GuildId(3), 20)).isTrue();
  }
}
