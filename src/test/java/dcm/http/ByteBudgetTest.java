package dcm.http;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildId;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private static final GuildId ONE = new GuildId(1);
  private static final GuildId OTHER = new GuildId(2);

  private final ByteBudget<GuildId> budget = new ByteBudget<>(100, 40);

  @Test
  void a_guild_that_used_its_part_leaves_the_rest_to_the_others() {
    budget.add(ONE, 40);
    assertThat(budget.hasRoom(ONE, 1)).isFalse();
    assertThat(budget.hasRoom(OTHER, 40)).isTrue();
    assertThat(budget.hasRoom(OTHER, 41)).isFalse();
  }

  @Test
  void a_node_that_is_full_has_room_for_nobody() {
    budget.add(ONE, 40);
    budget.add(OTHER, 40);
    budget.add(new GuildId(3), 15);
    assertThat(budget.hasRoom(new GuildId(4), 6)).isFalse();
    assertThat(budget.hasRoom(new GuildId(4), 5)).isTrue();
  }

  @Test
  void what_was_read_makes_room_again() {
    budget.add(ONE, 40);
    budget.remove(ONE, 30);
    assertThat(budget.hasRoom(ONE, 30)).isTrue();
    budget.remove(ONE, 10);
    assertThat(budget.held()).isZero();
  }

  @Test
  void what_does_not_fit_is_not_counted() {
    assertThat(budget.reserve(ONE, 40)).isTrue();
    assertThat(budget.reserve(ONE, 1)).isFalse();
    assertThat(budget.held()).isEqualTo(40);
    assertThat(budget.reserve(OTHER, 40)).isTrue();
    assertThat(budget.reserve(new GuildId(3), 21)).isFalse();
    assertThat(budget.reserve(new GuildId(3), 20)).isTrue();
  }
}
