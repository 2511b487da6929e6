package dcm.guild.assignment;

import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How much of the day of an occurrence is left to members who stated a capacity: the minutes of all
 * occurrences of that day that they have or did count, so that who finishes early does not get more
 * work for the same day. Of each task the open occurrences and the last closings are known.
 *
 * @param left minutes; a member who is missing has no limit
 * @param needed minutes of the occurrence
 */
record DailyCapacity(Map<MemberId, Integer> left, int needed) {

  static DailyCapacity of(GuildState state, SelectionRequest request) {
    Map<MemberId, Integer> left = new HashMap<>();
    LocalDate day = request.due().day();
    if (day == null) {
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
      subtractGiven(state, request, day, left);
    }
    return new DailyCapacity(left, request.effort().minutes());
  }

  private static void subtractGiven(
      GuildState state, SelectionRequest request, LocalDate day, Map<MemberId, Integer> left) {
    for (TaskId id : state.catalog().dueOn(day)) {
      TaskState taskState = state.catalog().tasks().get(id);
      if (taskState != null) {
        taskState
            .knownOccurrences()
            .filter(occurrence -> day.equals(occurrence.due().day()))
            .filter(occurrence ->
                !id.equals(request.task()) || occurrence.ordinal() != request.ordinal())
            .forEach(occurrence -> subtract(taskState.task(), occurrence, left));
      }
    }
  }

  private static void subtract(Task task, Occurrence occurrence, Map<MemberId, Integer> left) {
    int minutes = task.effort().minutes();
    givenTo(task, occurrence)
        .forEach(member -> left.computeIfPresent(member, (_, before) -> before - minutes));
  }

  /** Who had or did it; nobody when it was not to be done any more. */
  private static Stream<MemberId> givenTo(Task task, Occurrence occurrence) {
    Occurrence.Completion completion = occurrence.completion();
    return switch (occurrence.state()) {
      case OPEN, CLAIMED -> occurrence.holders().stream();
      case AWAITING_APPROVAL, DONE ->
          completion == null || task.assignment().appliesToAll()
              ? occurrence.assignees().stream()
              : Stream.of(completion.by());
      case MISSED -> occurrence.assignees().stream();
      case SKIPPED, EXPIRED, CANCELLED -> Stream.empty();
    };
  }

  boolean allows(MemberId member) {
    return left.getOrDefault(member, Integer.MAX_VALUE) >= needed;
  }
}
