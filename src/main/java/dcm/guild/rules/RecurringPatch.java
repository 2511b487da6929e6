package dcm.guild.rules;

import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.RequestedSchedule.Component;
import dcm.guild.recurrence.ImportedRule;
import dcm.guild.reply.Refusal;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A recurring schedule as a caller states it, over the one that the task has.
 *
 * @param before null: the task is not recurring, and has nothing that could be kept
 */
record RecurringPatch(Schedule.@Nullable Recurring before, RequestedSchedule.Recurring requested) {

  static RecurringPatch of(Schedule before, RequestedSchedule.Recurring requested) {
    return new RecurringPatch(
        before instanceof Schedule.Recurring current ? current : null, requested);
  }

  /** The schedule; errors are added to the list. */
  Schedule.Recurring apply(GuildSettings settings, Instant at, List<Refusal.FieldError> errors) {
    ImportedRule rule =
        requested.preset() == null
            ? ImportedRule.parse(String.valueOf(requested.rrule()))
            : new ImportedRule(requested.preset().rrule(settings.weekStart()), false, List.of());
    ZoneId kept = ruleComponent(Component.ZONE, Recurrence::zone, requested.zone());
    ZoneId zone = kept == null ? settings.zone() : kept;
    LocalDate start = ruleComponent(Component.START, Recurrence::start, requested.start());
    return new Schedule.Recurring(
        new Recurrence(
            rule.rrule(),
            start == null ? LocalDate.ofInstant(at, zone) : start,
            time(),
            zone,
            Objects.requireNonNull(
                ruleComponent(Component.MONTH_END, Recurrence::monthEnd, requested.monthEnd())),
            times(rule, errors)),
        anchor(rule, errors),
        component(Component.SEASON, Schedule.Recurring::season, requested.season()),
        component(Component.HOLIDAYS, Schedule.Recurring::holidays, requested.holidays()),
        component(Component.EXCEPTIONS, Schedule.Recurring::exceptions, requested.exceptions()));
  }

  private @Nullable LocalTime time() {
    return ruleComponent(Component.TIME, Recurrence::time, requested.time());
  }

  /** The several times of a day; null: one, or all-day. */
  private @Nullable List<LocalTime> times(ImportedRule rule, List<Refusal.FieldError> errors) {
    List<LocalTime> stated = requested.times();
    if (!rule.times().isEmpty()) {
      boolean differs = stated != null && !stated.isEmpty() && !stated.equals(rule.times());
      if (differs || (requested.time() != null && !rule.times().contains(requested.time()))) {
        errors.add(
            new Refusal.FieldError(
                "schedule.rrule", "contradiction", "BYHOUR and the stated time differ"));
      }
      return rule.times();
    }
    if (!requested.omitted().contains(Component.TIMES)) {
      if (stated != null
          && requested.time() != null
          && !stated.isEmpty()
          && !stated.contains(requested.time())) {
        errors.add(
            new Refusal.FieldError(
                "schedule.times", "contradiction", "time is not one of the times"));
      }
      return stated;
    }
    // a new time of day replaces all of them
    return before != null && Objects.equals(time(), before.recurrence().time())
        ? before.recurrence().times()
        : null;
  }

  private Schedule.Anchor anchor(ImportedRule rule, List<Refusal.FieldError> errors) {
    boolean omitted = requested.omitted().contains(Component.ANCHOR);
    if (!rule.fromCompletion()) {
      return omitted && before != null ? before.anchor() : requested.anchor();
    }
    if (!omitted && requested.anchor() != Schedule.Anchor.FROM_COMPLETION) {
      errors.add(
          new Refusal.FieldError(
              "schedule.anchor", "contradiction", "the rule says FROM=COMPLETION"));
    }
    return Schedule.Anchor.FROM_COMPLETION;
  }

  private <T> @Nullable T ruleComponent(
      Component component, Function<Recurrence, @Nullable T> kept, @Nullable T stated) {
    return component(component, schedule -> kept.apply(schedule.recurrence()), stated);
  }

  private <T> @Nullable T component(
      Component component, Function<Schedule.Recurring, @Nullable T> kept, @Nullable T stated) {
    return before != null && requested.omitted().contains(component) ? kept.apply(before) : stated;
  }
}
