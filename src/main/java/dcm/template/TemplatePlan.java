package dcm.template;

import dcm.guild.command.AssignmentPatch;
import dcm.guild.command.GroupingCommand;
import dcm.guild.command.PolicyPatch;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.value.Assignment;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskId;
import dcm.template.TaskTemplate.Room;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that are created from some templates.
 *
 * @param language of titles, checklists and categories
 * @param assignment of every task; null: whoever claims it
 * @param start the first local day that counts
 */
public record TemplatePlan(
    TemplateCatalog catalog,
    List<TaskTemplate> templates,
    Locale language,
    @Nullable AssignmentPatch assignment,
    LocalDate start) {
  private static final String COLOUR = "#5b8c85";

  public TemplatePlan {
    templates = List.copyOf(templates);
  }

  /**
   * The categories that the rooms of the templates need and that do not exist.
   *
   * @param existing the guild's categories
   */
  public List<GroupingCommand.Create> missingCategories(
      List<Grouping> existing, Supplier<UUID> ids) {
    return templates.stream()
        .map(catalog::roomOf)
        .distinct()
        .filter(room -> category(room, existing) == null)
        .map(room ->
            new GroupingCommand.Create(
                new GroupingId(ids.get()),
                Grouping.Kind.CATEGORY,
                room.name().in(language),
                COLOUR))
        .toList();
  }

  /**
   * One command per template, in the same order. A task whose room has no category gets none.
   *
   * @param existing the guild's categories
   */
  public List<TaskCommand.Create> tasks(List<Grouping> existing, Supplier<UUID> ids) {
    var commands = new ArrayList<TaskCommand.Create>();
    for (var template : templates) {
      commands.add(
          new TaskCommand.Create(
              new TaskId(ids.get()), fields(template, existing, commands.size())));
    }
    return commands;
  }

  private TaskPatch fields(TaskTemplate template, List<Grouping> existing, int index) {
    return new TaskPatch(
        template.title().in(language),
        null,
        category(catalog.roomOf(template), existing),
        false,
        null,
        new TaskPatch.EffortPatch(template.effort().minutes(), template.effort().difficulty()),
        null,
        schedule(template),
        assignmentOf(index),
        policy(template));
  }

  /** The category with the room's name in either language; null: there is none. */
  private static @Nullable GroupingId category(Room room, List<Grouping> existing) {
    return existing.stream()
        .filter(each ->
            each.name().equalsIgnoreCase(room.name().nl())
                || each.name().equalsIgnoreCase(room.name().en()))
        .findFirst()
        .map(Grouping::id)
        .orElse(null);
  }

  private RequestedSchedule schedule(TaskTemplate template) {
    return new RequestedSchedule.Recurring(
        null,
        template.rhythm(),
        startOf(template.rhythm()),
        template.time(),
        null,
        Recurrence.MonthEnd.CLAMP,
        Schedule.Anchor.FROM_DUE,
        null,
        template.season(),
        null,
        null,
        EnumSet.noneOf(RequestedSchedule.Component.class));
  }

  /**
   * The first local day of a rule. That of every second week or more begins in the week of its next
   * due: otherwise the first due would come a whole interval later when this week's days are over.
   */
  private LocalDate startOf(RecurrencePreset rhythm) {
    return rhythm instanceof RecurrencePreset.Weekly weekly && !weekly.days().isEmpty()
        ? start
            .datesUntil(start.plusWeeks(1))
            .filter(day -> weekly.days().contains(day.getDayOfWeek()))
            .findFirst()
            .orElse(start)
        : start;
  }

  /**
   * The assignment of one of the tasks. A rotation in a stated order begins with another member for
   * each of them: otherwise the first member would have all tasks at once.
   */
  private @Nullable AssignmentPatch assignmentOf(int index) {
    var order = assignment == null ? null : assignment.order();
    if (assignment == null
        || order == null
        || order.isEmpty()
        || assignment.strategy() != Assignment.Strategy.ROUND_ROBIN) {
      return assignment;
    }
    List<MemberId> rotated = new ArrayList<>(order);
    Collections.rotate(rotated, -(index % order.size()));
    return new AssignmentPatch(
        assignment.strategy(),
        rotated,
        assignment.criteria(),
        assignment.role(),
        assignment.roster(),
        assignment.dutyPeriod(),
        assignment.standby(),
        assignment.group(),
        assignment.omitted());
  }

  private @Nullable PolicyPatch policy(TaskTemplate template) {
    var items = template.checklistIn(language);
    return items.isEmpty() ? null : new PolicyPatch(items, null, null, null, null, null);
  }
}
