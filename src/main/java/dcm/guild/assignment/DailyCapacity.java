package dcm.guild.assignment;

import dcm.guild.state.GuildState;
import dcm.guild.state.IndexedTask;
import dcm.guild.state.TaskSelection;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/**
 * How much of the day of an occurrence is left to members who stated a capacity: the minutes of all
 * open occurrences that are due on that day and assigned to them count.
 *
 * @param left minutes; a member who is missing has no limit
 * @param needed minutes of the occurrence
 */
record DailyCapacity(Map<MemberId, Integer> left, int needed) {

  static DailyCapacity of(GuildState state, SelectionRequest request) {
    Map<MemberId, Integer> left = new HashMap<>();
    LocalDate day = request.due().day();
    ZoneId zone = request.due().zone();
    if (day == null || zone == null) {
      return new DailyCapacity(left, 0);
    }
    for (MemberId id : state.members().withCapacity()) {
      Member member = state.members().find(id);
      Integer minutes =
          member == null || member.capacity() == null
              ? null
              : member.capacity().get(day.getDayOfWeek());
      if (minutes != null) {
        left.put(id, minutes);
      }
    }
    if (!left.isEmpty()) {
      subtractAssigned(state, request, day, zone, left);
    }
    return new DailyCapacity(left, request.effort().minutes());
  }

  private static void subtractAssigned(
      GuildState state,
      SelectionRequest request,
      LocalDate day,
      ZoneId zone,
      Map<MemberId, Integer> left) {
    Instant from = day.atStartOfDay(zone).toInstant();
    Instant to = day.plusDays(1).atStartOfDay(zone).toInstant();
    var byDue = state.catalog().index().byDue();
    int first = byDue.position(TaskSelection.ACTIVE, indexed -> indexed.lastDue().isBefore(from));
    byDue.visit(
        TaskSelection.ACTIVE,
        first,
        indexed -> {
          boolean onDay = indexed.lastDue().isBefore(to);
          if (onDay && !indexed.task().id().equals(request.task())) {
            subtract(indexed, left);
          }
          return onDay;
        });
  }

  private static void subtract(IndexedTask indexed, Map<MemberId, Integer> left) {
    Occurrence open = indexed.task().open();
    if (open != null) {
      int minutes = indexed.task().effort().minutes();
      open.holders()
          .forEach(holder -> left.computeIfPresent(holder, (_, before) -> before - minutes));
    }
  }

  boolean allows(MemberId member) {
    return left.getOrDefault(member, Integer.MAX_VALUE) >= needed;
  }
}
