package dcm.discord.command;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.registration.SlashCommands;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TaskListButtonIdTest {
  private static final TaskListButtonId MAX_LENGTH_ID =
      new TaskListButtonId(
          TaskListButtonId.Show.OVERDUE,
          new MemberId(Long.MAX_VALUE),
          new GroupingId(UUID.fromString("ffffffff-ffff-7fff-8fff-ffffffffffff")),
          99_999,
          "n".repeat(SlashCommands.MAX_SEARCH_LENGTH));

  @Test
  void a_button_id_is_parsed_again_and_fits_discords_limit() {
    assertThat(TaskListButtonId.parse(MAX_LENGTH_ID.toString())).isEqualTo(MAX_LENGTH_ID);
    assertThat(MAX_LENGTH_ID.toString()).hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void a_search_may_hold_colons_and_line_ends_and_nothing_may_be_left_out() {
    var bare = new TaskListButtonId(TaskListButtonId.Show.MINE, null, null, 0, "a:b\n:c");
    assertThat(TaskListButtonId.parse(bare.toString())).isEqualTo(bare);
    var empty = new TaskListButtonId(TaskListButtonId.Show.ACTIVE, null, null, 1, null);
    assertThat(TaskListButtonId.parse(empty.toString())).isEqualTo(empty);
  }

  @Test
  void a_foreign_custom_id_is_not_parsed() {
    assertThat(TaskListButtonId.parse("t1:done:1:AAAAAAAAAAAAAAAAAAAAAA:1:")).isNull();
    assertThat(TaskListButtonId.parse("l1:everything:::0:")).isNull();
    assertThat(TaskListButtonId.parse("l1:mine:0::0:")).isNull();
  }
}
