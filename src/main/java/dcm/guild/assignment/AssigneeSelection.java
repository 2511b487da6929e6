package dcm.guild.assignment;

import dcm.guild.state.GuildState;
import dcm.guild.state.Presence;
import dcm.guild.value.Assignment;
import dcm.guild.value.MemberId;
import dcm.guild.value.MemberLoad;
import dcm.guild.value.Roster;
import dcm.guild.value.SelectionReason;
import dcm.guild.value.Standby;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selection of an occurrence's assignees: decided once, when the occurrence opens, and recorded in
 * its event.
 */
public final class AssigneeSelection {
  private AssigneeSelection() {}

  /** The assignees of an occurrence that opens. */
  public static Selection select(GuildState state, SelectionRequest request) {
    Candidates candidates = Candidates.of(state, request);
    Selection selection = select(state, request, candidates);
    return selection.assignees().isEmpty()
            && request.assignment().strategy() != Assignment.Strategy.POOL
        ? standby(state, request, selection)
        : selection;
  }

  private static Selection select(
      GuildState state, SelectionRequest request, Candidates candidates) {
    Assignment assignment = request.assignment();
    if (assignment.strategy().isRotation()) {
      MemberId turn = request.turn();
      boolean keepsPeriod = assignment.strategy() == Assignment.Strategy.DUTY_PERIOD;
      if (!request.advance()
          && turn != null
          && !keepsPeriod
          && candidates.present().contains(turn)) {
        return Selection.turn(turn, SelectionReason.KEEPS_TURN);
      }
      MemberId sameMember =
          GroupMembers.toFollow(state, request).stream()
              .filter(candidates.present()::contains)
              .findFirst()
              .orElse(null);
      if (sameMember != null) {
        return Selection.turn(sameMember, SelectionReason.SAME_GROUP);
      }
    }
    return switch (assignment.strategy()) {
      case POOL ->
          assignment.criteria() == null
              ? new Selection(List.of(), null, SelectionReason.OPEN_TO_ALL)
              // everyone has to do it
              : fixed(assignment, candidates);
      case FIXED -> fixed(assignment, candidates);
      case ROUND_ROBIN ->
          // everyone takes turns: nobody said who begins, and it should not be the same for all
          // tasks
          request.turn() == null && assignment.order().isEmpty()
              ? FairStrategies.balanced(state, request, candidates)
              : OrderedStrategies.roundRobin(request, candidates);
      case DUTY_PERIOD -> OrderedStrategies.dutyPeriod(request, candidates);
      case RANDOM -> RandomStrategies.random(request, candidates);
      case RANDOM_NOT_LAST -> RandomStrategies.randomNotLast(request, candidates);
      case LEAST_COMPLETED -> FairStrategies.leastCompleted(state, request, candidates);
      case LEAST_ASSIGNED -> FairStrategies.leastAssigned(state, request, candidates);
      case BALANCED -> FairStrategies.balanced(state, request, candidates);
      case ROSTER -> roster(state, request);
    };
  }

  /** Assignees of one occurrence at most. */
  private static final int MAX_ASSIGNEES = 100;

  private static Selection fixed(Assignment assignment, Candidates candidates) {
    return Selection.of(
        candidates.present().stream().limit(MAX_ASSIGNEES).toList(),
        assignment.role() == null ? SelectionReason.FIXED : SelectionReason.ROLE);
  }

  private static Selection roster(GuildState state, SelectionRequest request) {
    Roster roster = request.assignment().roster();
    LocalDate day = request.due().day();
    MemberId member = roster == null || day == null ? null : roster.on(day);
    return Selection.of(
        member != null && isPresent(state, request, member) ? List.of(member) : List.of(),
        SelectionReason.ROSTER);
  }

  private static Selection standby(GuildState state, SelectionRequest request, Selection nobody) {
    Standby standby = request.assignment().standby();
    return standby == null
        ? nobody
        : standby.members().stream()
            .filter(member -> isPresent(state, request, member))
            .findFirst()
            .map(member -> new Selection(List.of(member), nobody.turn(), SelectionReason.STANDBY))
            .orElse(nobody);
  }

  private static boolean isPresent(GuildState state, SelectionRequest request, MemberId member) {
    Instant reference = Presence.reference(request.due(), request.at());
    return state.members().isPresent(member, request.task(), reference);
  }

  /** The loads of the members among whom a choice is made, in their order; at most 50. */
  public static List<MemberLoad> loads(GuildState state, SelectionRequest request) {
    Candidates candidates = Candidates.of(state, request);
    List<MemberId> members =
        candidates.order().stream().filter(state.members()::isActive).limit(MAX_LOADS).toList();
    DailyCapacity capacity = DailyCapacity.of(state, request);
    var balances = state.workload().balances(members);
    return members.stream()
        .map(member ->
            new MemberLoad(
                member,
                candidates.present().contains(member),
                !capacity.allows(member),
                balances.getOrDefault(member, 0L),
                state.workload().assigned(request.task(), member, request.at()),
                state.workload().completed(request.task(), member, request.at()),
                lastAt(state, request, member)))
        .toList();
  }

  private static final int MAX_LOADS = 50;

  private static @Nullable Instant lastAt(
      GuildState state, SelectionRequest request, MemberId member) {
    return state.workload().lastAt(request.task(), member);
  }
}
