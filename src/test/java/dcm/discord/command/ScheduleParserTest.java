package dcm.discord.command;

import static dcm.discord.interaction.SampleInteractions.RECEIVED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.text.DiscordMessages;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.notify.MessageLanguage;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The commands are received on Wednesday 2026-11-25 at 10:00 in Amsterdam. */
class ScheduleParserTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
  private static final LocalDate SATURDAY = LocalDate.parse("2026-11-28");

  private final ScheduleParser parser =
      new ScheduleParser(
          RECEIVED_AT,
          GuildSettings.INITIAL.withZone(ZONE),
          DiscordMessages.of(MessageLanguage.EN));

  @Test
  void without_options_a_task_has_no_due() {
    assertThat(parse(Map.of())).isEqualTo(new Schedule.Once(new Due.Never()));
  }

  @Test
  void a_due_is_read_on_the_clock_of_the_guild() {
    assertThat(parse(Map.of("due", "saturday 11:00"))).isEqualTo(new Schedule.Once(at("11:00")));
    assertThat(parse(Map.of("due", "zaterdag")))
        .isEqualTo(new Schedule.Once(new Due.AllDay(SATURDAY, ZONE)));
  }

  @Test
  void a_weekly_task_repeats_on_the_weekday_of_its_due() {
    assertThat(parse(Map.of("due", "saturday 11:00", "repeat", "weekly")))
        .isEqualTo(recurring("FREQ=WEEKLY;BYDAY=SA", SATURDAY, LocalTime.of(11, 0)));
  }

  @Test
  void days_alone_mean_every_week() {
    assertThat(rrule(parse(Map.of("days", "mon, thu"))))
        .isEqualTo(rrule(parse(Map.of("days", "mon, thu", "repeat", "weekly"))))
        .contains("FREQ=WEEKLY", "BYDAY=MO,TH");
  }

  @Test
  void an_interval_is_part_of_the_rule() {
    assertThat(rrule(parse(Map.of("due", "saturday 11:00", "repeat", "daily", "every", "3"))))
        .isEqualTo("FREQ=DAILY;INTERVAL=3");
    assertThat(rrule(parse(Map.of("due", "28-11", "repeat", "monthly"))))
        .isEqualTo("FREQ=MONTHLY;BYMONTHDAY=28");
  }

  @Test
  void a_repetition_is_read_in_words_also_at_the_beginning_of_the_due() {
    assertThat(parse(Map.of("due", "every friday at 9")))
        .isEqualTo(
            recurring("FREQ=WEEKLY;BYDAY=FR", LocalDate.parse("2026-11-26"), LocalTime.of(9, 0)));
    assertThat(rrule(parse(Map.of("repeat", "elke andere vrijdag", "due", "vrijdag 9:00"))))
        .startsWith("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR");
    assertThat(rrule(parse(Map.of("repeat", "every month on the 5th"))))
        .isEqualTo("FREQ=MONTHLY;BYMONTHDAY=5");
    assertThat(rrule(parse(Map.of("due", "every day")))).isEqualTo("FREQ=DAILY");
  }

  @Test
  void a_day_may_have_several_times() {
    var expected =
        new Recurrence(
            "FREQ=DAILY",
            LocalDate.parse("2026-11-25"),
            null,
            ZONE,
            Recurrence.MonthEnd.CLAMP,
            List.of(LocalTime.of(8, 0), LocalTime.of(18, 0)));
    assertThat(parse(Map.of("repeat", "daily", "times", "8:00, 18:00")))
        .isEqualTo(new Schedule.Recurring(expected, Schedule.Anchor.FROM_DUE));
    for (String typed :
        List.of("every day at 8 and 18:00", "elke dag om 8 en 18 uur", "elke dag 8:00, 18:00")) {
      assertThat(parse(Map.of("due", typed)))
          .isInstanceOfSatisfying(
              Schedule.Recurring.class,
              schedule ->
                  assertThat(schedule.recurrence().timesOfDay()).isEqualTo(expected.timesOfDay()));
    }
    assertThat(
            ((Schedule.Recurring) parse(Map.of("due", "every day at 8 and 18:00")))
                .recurrence()
                .start())
        .as("8:00 has passed today, 18:00 has not")
        .isEqualTo(expected.start());
    assertThat(parse(Map.of("due", "zaterdag, 11:00"))).isEqualTo(new Schedule.Once(at("11:00")));
    assertRejected(Map.of("due", "saturday 8:00 and 18:00"), "How shall it repeat?");
    assertRejected(Map.of("times", "8:00, 18:00"), "How shall it repeat?");
    assertRejected(Map.of("repeat", "daily", "times", "soon"), "Which times are \"soon\"?");
    assertRejected(Map.of("repeat", "daily", "due", "11:00", "times", "8:00, 18:00"), "contradict");
  }

  @Test
  void a_repetition_has_a_season_and_a_treatment_of_holidays() {
    var options =
        Map.of(
            "repeat", "laatste vrijdag van de maand",
            "times", "19:00",
            "months", "april-september",
            "holidays", "LATER");
    assertThat(parse(options))
        .isInstanceOfSatisfying(
            Schedule.Recurring.class,
            schedule -> {
              assertThat(schedule.recurrence().rrule()).isEqualTo("FREQ=MONTHLY;BYDAY=-1FR");
              assertThat(schedule.recurrence().time()).isEqualTo(LocalTime.of(19, 0));
              assertThat(schedule.season())
                  .containsExactlyElementsOf(EnumSet.range(Month.APRIL, Month.SEPTEMBER));
              assertThat(schedule.onHoliday()).isEqualTo(Schedule.HolidayTreatment.LATER);
            });
    assertRejected(Map.of("repeat", "daily", "months", "lent"), "Which months are \"lent\"?");
    assertRejected(Map.of("months", "june"), "How shall it repeat?");
  }

  @Test
  void details_of_a_repetition_are_changed_alone() {
    var weekly = recurring("FREQ=WEEKLY;BYDAY=SA", SATURDAY, LocalTime.of(11, 0));
    var task = task(weekly, at("11:00"));
    var seasonal = (Schedule.Recurring) change(task, Map.of("months", "mei t/m aug"));
    assertThat(seasonal.recurrence()).isEqualTo(weekly.recurrence());
    assertThat(seasonal.season()).containsExactlyElementsOf(EnumSet.range(Month.MAY, Month.AUGUST));
    assertThat(change(task(seasonal, at("11:00")), Map.of("months", "all year"))).isEqualTo(weekly);
    var twice = (Schedule.Recurring) change(task, Map.of("times", "9:00, 17:00"));
    assertThat(twice.recurrence().timesOfDay())
        .containsExactly(LocalTime.of(9, 0), LocalTime.of(17, 0));
    assertThatThrownBy(() ->
            change(task(new Schedule.Once(at("11:00")), at("11:00")), Map.of("holidays", "SKIP")))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void a_changed_repetition_keeps_what_is_not_stated() {
    var weekly =
        task(recurring("FREQ=WEEKLY;BYDAY=SA", SATURDAY, LocalTime.of(11, 0)), at("11:00"));
    assertThat(change(weekly, Map.of("every", "2")))
        .isEqualTo(recurring("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", SATURDAY, LocalTime.of(11, 0)));
    assertThat(change(weekly, Map.of("days", "sun")))
        .isEqualTo(
            recurring("FREQ=WEEKLY;BYDAY=SU", LocalDate.parse("2026-11-25"), LocalTime.of(11, 0)));
    assertThat(change(weekly, Map.of("repeat", "daily")))
        .isEqualTo(recurring("FREQ=DAILY", SATURDAY, LocalTime.of(11, 0)));
    assertThat(change(weekly, Map.of("repeat", "none"))).isEqualTo(new Schedule.Once(at("11:00")));
    assertThat(change(weekly, Map.of("repeat", "weekly", "due", "sunday")))
        .isEqualTo(
            recurring("FREQ=WEEKLY;BYDAY=SU", LocalDate.parse("2026-11-29"), LocalTime.of(11, 0)));
  }

  private Schedule change(Task task, Map<String, String> options) {
    return parser.change(task, new CommandOptions(options));
  }

  @Test
  void a_snooze_is_a_time_or_a_duration() {
    assertThat(parser.instant("3 hours")).isEqualTo(RECEIVED_AT.plusSeconds(3 * 3600));
    assertThat(parser.instant("morgen"))
        .isEqualTo(LocalDate.parse("2026-11-26").atTime(9, 0).atZone(ZONE).toInstant());
    assertThatThrownBy(() -> parser.instant("never")).hasMessageContaining("Until when");
  }

  @Test
  void a_day_outside_the_rule_is_rejected_with_the_rule() {
    assertRejected(
        Map.of("due", "saturday 11:00", "days", "mon"),
        "\"saturday 11:00\" does not fit \"every week on Monday\"");
  }

  @Test
  void a_time_of_day_alone_takes_the_first_day_of_the_rule() {
    assertThat(parse(Map.of("due", "11:00", "days", "sat")))
        .isInstanceOfSatisfying(
            Schedule.Recurring.class,
            schedule -> assertThat(schedule.recurrence().time()).isEqualTo(LocalTime.of(11, 0)));
  }

  @Test
  void options_that_contradict_each_other_are_rejected() {
    assertRejected(Map.of("every", "2"), "How shall it repeat?");
    assertRejected(Map.of("repeat", "none", "days", "mon"), "How shall it repeat?");
    assertRejected(Map.of("repeat", "daily", "days", "mon"), "Days go with repeat:weekly.");
    assertRejected(Map.of("repeat", "hourly"), "How often is \"hourly\"?");
    assertRejected(Map.of("repeat", "every other friday", "days", "mon"), "contradict");
    assertRejected(Map.of("repeat", "every 2 weeks", "every", "3"), "contradict");
    assertRejected(Map.of("due", "every friday 9:00", "repeat", "monthly"), "contradict");
  }

  @Test
  void text_that_is_not_understood_is_quoted_and_escaped() {
    assertRejected(Map.of("due", "*soon*"), "When is \"\\*soon\\*\"?");
    assertRejected(Map.of("days", "noday"), "Which days are \"noday\"?");
    assertRejected(Map.of("due", "2026-11-24 11:00"), "\"2026-11-24 11:00\" is in the past");
  }

  @Test
  void another_day_keeps_the_time_of_a_recurring_task() {
    var weekly =
        task(recurring("FREQ=WEEKLY;BYDAY=SA", SATURDAY, LocalTime.of(11, 0)), at("11:00"));
    assertThat(parser.reschedule(weekly, "18:30"))
        .isInstanceOfSatisfying(
            Schedule.Recurring.class,
            schedule -> {
              assertThat(schedule.recurrence().time()).isEqualTo(LocalTime.of(18, 30));
              assertThat(schedule.recurrence().rrule()).isEqualTo("FREQ=WEEKLY;BYDAY=SA");
            });
    assertThat(parser.reschedule(task(new Schedule.Once(at("11:00")), at("11:00")), "5 december"))
        .isEqualTo(
            new Schedule.Once(new Due.AtTime(LocalDateTime.parse("2026-12-05T11:00"), ZONE)));
  }

  @Test
  void a_task_may_lose_its_due() {
    assertThat(parser.reschedule(task(new Schedule.Once(at("11:00")), at("11:00")), "never"))
        .isEqualTo(new Schedule.Once(new Due.Never()));
  }

  @Test
  void a_due_is_written_as_it_is_read_again() {
    for (Due due : List.of(at("11:00"), new Due.AllDay(SATURDAY, ZONE))) {
      assertThat(parse(Map.of("due", parser.format(due)))).isEqualTo(new Schedule.Once(due));
    }
    assertThat(parser.format(null)).isEmpty();
    assertThat(parser.format(new Due.Never())).isEmpty();
  }

  private Schedule parse(Map<String, String> options) {
    return parser.parse(new CommandOptions(options));
  }

  private void assertRejected(Map<String, String> options, String message) {
    assertThatThrownBy(() -> parse(options))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static Due at(String time) {
    return new Due.AtTime(SATURDAY.atTime(LocalTime.parse(time)), ZONE);
  }

  private static String rrule(Schedule schedule) {
    return ((Schedule.Recurring) schedule).recurrence().rrule();
  }

  private static Schedule.Recurring recurring(String rrule, LocalDate start, LocalTime time) {
    return new Schedule.Recurring(
        new Recurrence(rrule, start, time, ZONE, Recurrence.MonthEnd.CLAMP),
        Schedule.Anchor.FROM_DUE);
  }

  private static Task task(Schedule schedule, Due due) {
    return new Task(
        new TaskId(new UUID(1, 2)),
        12,
        "Bathroom",
        "",
        null,
        List.of(),
        Task.Effort.UNKNOWN,
        Task.Priority.NORMAL,
        schedule,
        Assignment.OPEN,
        List.of(
            new Occurrence(
                3,
                Occurrence.State.OPEN,
                due,
                RECEIVED_AT,
                List.of(),
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null)),
        null,
        null,
        new MemberId(42),
        RECEIVED_AT,
        9);
  }
}
