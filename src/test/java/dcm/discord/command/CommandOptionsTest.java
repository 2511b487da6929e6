package dcm.discord.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dcm.discord.interaction.InteractionException.InvalidOptionException;
import dcm.guild.value.ChannelId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.Task;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandOptionsTest {
  private static final String SNOWFLAKE = "1310000000000000001";

  @Test
  void an_absent_option_is_null() {
    var options = new CommandOptions(Map.of());
    assertThat(options.has("who")).isFalse();
    assertThat(options.text("note")).isNull();
    assertThat(options.number("minutes")).isNull();
    assertThat(options.member("who")).isNull();
    assertThat(options.role("role")).isNull();
    assertThat(options.channel("channel")).isNull();
    assertThat(options.priority()).isNull();
  }

  @Test
  void a_required_option_that_is_absent_is_named() {
    var options = new CommandOptions(Map.of());
    assertRejected("title", () -> options.required("title"));
    assertRejected("role", () -> options.requiredRole("role"));
    assertRejected("permission", () -> options.requiredPermission("permission"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5.0", "5e0"})
  void a_whole_number_may_have_a_decimal_point(String value) {
    assertThat(new CommandOptions(Map.of("every", value)).number("every")).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "five", "5.5", "99999999999", "NaN"})
  void what_is_not_a_whole_number_is_rejected(String value) {
    var options = new CommandOptions(Map.of("every", value));
    assertRejected("every", () -> options.number("every"));
  }

  @Test
  void snowflakes_become_ids() {
    var options =
        new CommandOptions(Map.of("who", SNOWFLAKE, "role", SNOWFLAKE, "channel", SNOWFLAKE));
    assertThat(options.member("who")).isEqualTo(MemberId.of(SNOWFLAKE));
    assertThat(options.role("role")).isEqualTo(RoleId.of(SNOWFLAKE));
    assertThat(options.requiredRole("role")).isEqualTo(RoleId.of(SNOWFLAKE));
    assertThat(options.channel("channel")).isEqualTo(ChannelId.of(SNOWFLAKE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Sanne", "-1", "0", "99999999999999999999"})
  void what_is_not_a_snowflake_is_rejected(String value) {
    var options = new CommandOptions(Map.of("who", value));
    assertRejected("who", () -> options.member("who"));
  }

  @Test
  void a_permission_is_read_by_its_name() {
    assertThat(
            new CommandOptions(Map.of("permission", "AUDIT_VIEW")).requiredPermission("permission"))
        .isEqualTo(Permission.AUDIT_VIEW);
    var unknown = new CommandOptions(Map.of("permission", "EVERYTHING"));
    assertRejected("permission", () -> unknown.requiredPermission("permission"));
  }

  @Test
  void an_unknown_priority_counts_as_absent() {
    assertThat(new CommandOptions(Map.of("priority", "URGENT")).priority())
        .isEqualTo(Task.Priority.URGENT);
    assertThat(new CommandOptions(Map.of("priority", "urgent")).priority()).isNull();
  }

  private static void assertRejected(String option, ThrowingCallable call) {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(call)
        .extracting(InvalidOptionException::option)
        .isEqualTo(option);
  }
}
