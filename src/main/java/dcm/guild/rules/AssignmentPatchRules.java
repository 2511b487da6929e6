package dcm.guild.rules;

import dcm.guild.command.AssignmentPatch;
import dcm.guild.command.AssignmentPatch.Component;
import dcm.guild.value.Assignment;
import dcm.guild.value.DutyPeriod;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.MemberId;
import dcm.guild.value.Roster;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Completes an assignment that a caller states, from the task and from the guild's settings. */
final class AssignmentPatchRules {
  private AssignmentPatchRules() {}

  static Assignment apply(DecisionContext context, Assignment before, AssignmentPatch patch) {
    boolean sameStrategy = patch.strategy() == before.strategy();
    List<MemberId> kept = sameStrategy ? before.order() : List.of();
    LocalDate today =
        LocalDate.ofInstant(context.at(), context.state().profile().settings().zone());
    return new Assignment(
        patch.strategy(),
        patch.order() == null ? kept : patch.order(),
        patch.criteria(),
        chosen(patch, Component.ROLE, sameStrategy, before::role, patch::role),
        chosen(
            patch,
            Component.ROSTER,
            sameStrategy,
            before::roster,
            () -> roster(context, patch, today)),
        chosen(
            patch,
            Component.DUTY_PERIOD,
            sameStrategy,
            before::dutyPeriod,
            () -> dutyPeriod(context, patch, today)),
        chosen(
            patch,
            Component.STANDBY,
            sameStrategy && patch.criteria() == before.criteria(),
            before::standby,
            patch::standby),
        chosen(patch, Component.GROUP, true, before::group, patch::group));
  }

  private static <T> @Nullable T chosen(
      AssignmentPatch patch,
      Component component,
      boolean keeps,
      Supplier<@Nullable T> before,
      Supplier<@Nullable T> stated) {
    return !patch.omitted().contains(component) ? stated.get() : keeps ? before.get() : null;
  }

  private static @Nullable Roster roster(
      DecisionContext context, AssignmentPatch patch, LocalDate today) {
    AssignmentPatch.RequestedRoster roster = patch.roster();
    return roster == null
        ? null
        : new Roster(
            roster.start() == null ? weekOf(context, today) : roster.start(), roster.weeks());
  }

  private static @Nullable DutyPeriod dutyPeriod(
      DecisionContext context, AssignmentPatch patch, LocalDate today) {
    AssignmentPatch.RequestedDutyPeriod period = patch.dutyPeriod();
    if (period == null) {
      return null;
    }
    LocalDate start =
        switch (period.unit()) {
          case DAY -> today;
          case WEEK -> weekOf(context, today);
          case MONTH -> today.withDayOfMonth(1);
        };
    return new DutyPeriod(
        period.every(), period.unit(), period.start() == null ? start : period.start());
  }

  private static LocalDate weekOf(DecisionContext context, LocalDate day) {
    GuildSettings settings = context.state().profile().settings();
    return day.with(TemporalAdjusters.previousOrSame(settings.weekStart()));
  }
}
