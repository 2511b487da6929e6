package dcm.guild.assignment;

import dcm.guild.value.Due;
import dcm.guild.value.DutyPeriod;
import dcm.guild.value.MemberId;
import dcm.guild.value.SelectionReason;
import java.time.LocalDate;
import java.util.List;

/** Strategies that follow an order: ROUND_ROBIN and DUTY_PERIOD. */
final class OrderedStrategies {
  private OrderedStrategies() {}

  /** The next in the order who is there. Who is passed over has had their turn. */
  static Selection roundRobin(SelectionRequest request, Candidates candidates) {
    return Selection.turn(
        candidates.firstFrom(place(request, candidates, 1)), SelectionReason.NEXT_IN_ORDER);
  }

  /**
   * The member of the period. The period stays theirs while they are away: others stand in for
   * single occurrences.
   */
  static Selection dutyPeriod(SelectionRequest request, Candidates candidates) {
    long steps = periodsPassed(request);
    List<MemberId> order = candidates.order();
    if (order.isEmpty()) {
      return Selection.turn(null, SelectionReason.DUTY_PERIOD);
    }
    int place = place(request, candidates, Math.floorMod(steps, order.size()));
    MemberId responsible = order.get(Math.floorMod(place, order.size()));
    MemberId standIn = candidates.firstFrom(place);
    return new Selection(
        standIn == null ? List.of() : List.of(standIn),
        responsible,
        standIn == null ? SelectionReason.NOBODY_PRESENT : SelectionReason.DUTY_PERIOD);
  }

  /** The place in the order some steps after the turn; 0 when nobody in it had the turn. */
  private static int place(SelectionRequest request, Candidates candidates, int steps) {
    int index = request.turn() == null ? -1 : candidates.order().indexOf(request.turn());
    return index < 0 ? 0 : index + steps;
  }

  private static long periodsPassed(SelectionRequest request) {
    DutyPeriod period = request.assignment().dutyPeriod();
    Due former = request.former();
    LocalDate before = former == null ? null : former.day();
    LocalDate day = request.due().day();
    return period == null || before == null || day == null
        ? 0
        : period.indexOf(day) - period.indexOf(before);
  }
}
