package dcm.guild.rules;

import static dcm.guild.GuildFixture.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Due;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreviewRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();

  private static RequestedSchedule recurring(String rrule, Schedule.Anchor anchor) {
    return new RequestedSchedule.Recurring(
        rrule, null, null, LocalTime.of(11, 0), null, Recurrence.MonthEnd.CLAMP, anchor, Set.of());
  }

  private List<String> dues(RequestedSchedule schedule, int limit) {
    var preview =
        (QueryResult.SchedulePreview)
            fixture.queryResult(BEN, new GuildQuery.PreviewSchedule(schedule, limit));
    return preview.dues().stream().map(due -> due.day().toString()).toList();
  }

  @Test
  void the_next_dues_are_those_of_a_task_made_now() {
    fixture.now = GuildFixture.instant("2028-01-31T12:00");
    assertThat(dues(recurring("FREQ=MONTHLY;BYMONTHDAY=31", Schedule.Anchor.FROM_DUE), 3))
        .as("today at 11:00 has passed")
        .containsExactly("2028-02-29", "2028-03-31", "2028-04-30");
  }

  @Test
  void a_floating_schedule_is_previewed_as_if_done_on_time() {
    fixture.now = GuildFixture.instant("2028-02-01T08:00");
    var floating = recurring("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", Schedule.Anchor.FROM_COMPLETION);
    assertThat(dues(floating, 3)).containsExactly("2028-02-05", "2028-02-19", "2028-03-04");
  }

  @Test
  void a_rule_that_ends_has_fewer_dues_and_a_single_due_is_one() {
    fixture.now = GuildFixture.instant("2028-02-01T08:00");
    assertThat(dues(recurring("FREQ=DAILY;COUNT=2", Schedule.Anchor.FROM_DUE), 10)).hasSize(2);
    var once = new RequestedSchedule.OnceAllDay(LocalDate.of(2028, 3, 1), null, false);
    assertThat(dues(once, 10)).containsExactly("2028-03-01");
    var never = new RequestedSchedule.Complete(new Schedule.Once(new Due.Never()));
    assertThat(dues(never, 10)).isEmpty();
  }

  @Test
  void what_a_task_would_refuse_is_refused() {
    var query =
        new GuildQuery.PreviewSchedule(recurring("FREQ=MINUTELY", Schedule.Anchor.FROM_DUE), 10);
    assertThat(fixture.query(BEN, query))
        .isInstanceOfSatisfying(
            GuildReply.Refused.class,
            refused ->
                assertThat(((Refusal.Invalid) refused.refusal()).errors())
                    .extracting(Refusal.FieldError::field)
                    .containsExactly("schedule.rrule"));
  }
}
