package dcm.discord.command;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.GuildId;
import dcm.guild.value.TaskId;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskButtonIdTest {
  @Property
  void an_id_is_parsed_again_and_fits_discords_limit(
      @ForAll TaskButtonId.Action action,
      @ForAll @LongRange(min = 1) long guild,
      @ForAll long high,
      @ForAll long low,
      @ForAll @IntRange(min = 0, max = 999_999_999) int ordinal) {
    var id =
        new TaskButtonId(
            action,
            new GuildId(guild),
            new TaskId(new UUID(high, low)),
            ordinal,
            "abcdefghij_abcdefghij-1234");
    id =
        new TaskButtonId(
            id.action(), id.guild(), id.task(), id.ordinal(), id.payload().substring(1));
    assertThat(id.toString()).hasSizeLessThanOrEqualTo(100);
    assertThat(TaskButtonId.parse(id.toString())).isEqualTo(id);
  }

  @Test
  void the_format_is_that_of_old_messages() {
    var id =
        new TaskButtonId(
            TaskButtonId.Action.DONE,
            GuildId.of("1100000000000000001"),
            TaskId.of("01234567-89ab-7def-8123-456789abcdef"),
            3,
            "");
    assertThat(id).hasToString("t1:done:1100000000000000001:ASNFZ4mrfe-BI0VniavN7w:3:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "t1:done",
        "t1:explode:11:ASNFZ4mrfe-BI0VniavN7w:3:",
        "t1:done:0:ASNFZ4mrfe-BI0VniavN7w:3:",
        "t1:done:11:short:3:",
        "t1:done:99999999999999999999:ASNFZ4mrfe-BI0VniavN7w:3:",
        "t1:done:11:ASNFZ4mrfe-BI0VniavN7w:9999999999:",
        "t2:done:11:ASNFZ4mrfe-BI0VniavN7w:3:",
      })
  void a_foreign_custom_id_is_not_parsed(String text) {
    assertThat(TaskButtonId.parse(text)).isNull();
  }

  @Test
  void only_an_edit_with_a_revision_is_a_modal() {
    var task = "AAAAAAAAAAAAAAAAAAAAAA";
    assertThat(TaskButtonId.parse("t1:edit:7:" + task + ":1:5").isModal()).isTrue();
    for (var other :
        java.util.List.of(
            "t1:edit:7:" + task + ":1:",
            "t1:edit:7:" + task + ":1:-5",
            "t1:edit:7:" + task + ":1:9999999999999999999999999",
            "t1:done:7:" + task + ":1:5")) {
      assertThat(TaskButtonId.parse(other).isModal()).as(other).isFalse();
    }
  }
}
