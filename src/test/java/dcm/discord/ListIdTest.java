package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GroupingId;
import dcm.guild.MemberId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ListIdTest {
  private static final ListId LONGEST =
      new ListId(
          ListId.Show.OVERDUE,
          new MemberId(Long.MAX_VALUE),
          new GroupingId(UUID.fromString("ffffffff-ffff-7fff-8fff-ffffffffffff")),
          99_999,
          "n".repeat(Menu.LONGEST_SEARCH));

  @Test
  void what_a_button_carries_is_read_again_and_fits_into_what_discord_takes() {
    assertThat(ListId.read(LONGEST.toString())).isEqualTo(LONGEST);
    assertThat(LONGEST.toString()).hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void a_search_may_hold_colons_and_line_ends_and_nothing_may_be_left_out() {
    var bare = new ListId(ListId.Show.MINE, null, null, 0, "a:b\n:c");
    assertThat(ListId.read(bare.toString())).isEqualTo(bare);
    var empty = new ListId(ListId.Show.ACTIVE, null, null, 1, null);
    assertThat(ListId.read(empty.toString())).isEqualTo(empty);
  }

  @Test
  void what_is_not_ours_is_not_read() {
    assertThat(ListId.read("t1:done:1:AAAAAAAAAAAAAAAAAAAAAA:1:")).isNull();
    assertThat(ListId.read("l1:everything:::0:")).isNull();
    assertThat(ListId.read("l1:mine:0::0:")).isNull();
  }
}
