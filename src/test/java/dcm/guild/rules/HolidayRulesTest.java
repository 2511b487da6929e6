package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.SettingsEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Assignment;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.HolidayCalendar.Country;
import dcm.guild.value.HolidayCalendar.OwnHoliday;
import dcm.guild.value.HolidayCalendar.PublicHolidays;
import dcm.guild.value.Permission;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskId;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HolidayRulesTest {
  private static final HolidayCalendar DUTCH =
      new HolidayCalendar(
          List.of(new OwnHoliday(LocalDate.of(2026, 12, 5), "Sinterklaas")),
          List.of(new PublicHolidays(Country.NL, null)));

  private final GuildFixture fixture = GuildFixture.withMembers();

  private QueryResult.ShownHolidays shown() {
    return (QueryResult.ShownHolidays) fixture.queryResult(BEN, new GuildQuery.ShowHolidays());
  }

  private static SettingsCommand.ReplaceHolidays replace(
      @Nullable Long revision, HolidayCalendar calendar) {
    return new SettingsCommand.ReplaceHolidays(revision, calendar);
  }

  @Test
  void the_holidays_are_replaced_and_shown_with_their_names() {
    var before = shown();
    assertThat(before.calendar()).isEqualTo(HolidayCalendar.NONE);
    assertThat(before.revision()).isZero();
    var events = fixture.execute(ANNA, replace(0L, DUTCH));
    assertThat(events).contains(new SettingsEvent.HolidaysChanged(HolidayCalendar.NONE, DUTCH));
    var after = shown();
    assertThat(after.calendar()).isEqualTo(DUTCH);
    assertThat(after.days())
        .contains(
            new OwnHoliday(LocalDate.of(2026, 12, 5), "Sinterklaas"),
            new OwnHoliday(LocalDate.of(2027, 4, 27), "Koningsdag"));
    assertThat(fixture.refused(ANNA, replace(0L, HolidayCalendar.NONE)))
        .isEqualTo(new Refusal.Outdated(0, after.revision()));
    fixture.execute(ANNA, replace(null, HolidayCalendar.NONE));
    assertThat(shown().calendar()).isEqualTo(HolidayCalendar.NONE);
  }

  @Test
  void only_who_manages_the_settings_changes_holidays() {
    assertThat(fixture.refused(BEN, replace(null, DUTCH)))
        .isEqualTo(new Refusal.Forbidden(Permission.SETTINGS_MANAGE));
  }

  @Test
  void holidays_that_are_not_valid_are_refused() {
    var day = LocalDate.of(2028, 1, 1);
    var wrong =
        new HolidayCalendar(
            List.of(
                new OwnHoliday(day, "a"),
                new OwnHoliday(day, "b"),
                new OwnHoliday(day.plusDays(1), "\u200b"),
                new OwnHoliday(LocalDate.of(1066, 1, 1), "c")),
            List.of(new PublicHolidays(Country.DE, "xx"), new PublicHolidays(Country.NL, "nh")));
    assertThat(fixture.invalid(ANNA, replace(null, wrong)))
        .extracting(error -> error.field() + " " + error.code())
        .containsExactlyInAnyOrder(
            "own[0].date out-of-range",
            "own[2].date duplicate",
            "own[3].name blank",
            "lists[0].region unknown-region",
            "lists[1].region unknown-region");
    var many =
        IntStream.range(0, 201).mapToObj(i -> new OwnHoliday(day.plusDays(i), "closed")).toList();
    assertThat(fixture.invalid(ANNA, replace(null, new HolidayCalendar(many, List.of()))))
        .extracting(Refusal.FieldError::field)
        .containsExactly("own");
    var lists = Collections.nCopies(1, new PublicHolidays(Country.GB, "eng"));
    fixture.execute(ANNA, replace(null, new HolidayCalendar(many.subList(0, 200), lists)));
  }

  @Test
  void a_changed_holiday_moves_the_next_due_and_not_the_open_one() {
    var saturdays =
        new Schedule.Recurring(
            new Recurrence(
                "FREQ=WEEKLY;BYDAY=SA",
                LocalDate.of(2026, 11, 23),
                LocalTime.of(11, 0),
                GuildFixture.AMSTERDAM,
                Recurrence.MonthEnd.CLAMP),
            Schedule.Anchor.FROM_DUE,
            null,
            Schedule.HolidayTreatment.EARLIER,
            null);
    TaskId task =
        fixture.create(ANNA, GuildFixture.taskFields("bathroom", saturdays, Assignment.OPEN));
    var open = fixture.task(task).open();
    fixture.execute(ANNA, replace(null, DUTCH));
    assertThat(fixture.task(task).open()).isEqualTo(open);
    fixture.execute(ANNA, new TaskCommand.Complete(ref(task), null, null, null, null));
    assertThat(fixture.task(task).open().due())
        .as("Saturday 5 December is a holiday of the guild's own")
        .isEqualTo(GuildFixture.at("2026-12-04T11:00"));
  }
}
