package dcm.guild.rules;

import dcm.guild.assignment.AssigneeSelection;
import dcm.guild.assignment.Selection;
import dcm.guild.assignment.SelectionRequest;
import dcm.guild.query.QueryResult;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import java.time.Instant;

/** Who should get a task and why, before anything is assigned. */
final class AssigneeSuggestion {
  private AssigneeSuggestion() {}

  /** For a task that anyone may claim: who has done least in proportion to their share. */
  static QueryResult.SuggestedAssignee of(GuildState state, TaskState taskState, Instant now) {
    Task task = taskState.task();
    Occurrence open = task.open();
    boolean openToAll = task.assignment().strategy() == Assignment.Strategy.POOL;
    Assignment assignment =
        openToAll
            ? task.assignment().withStrategy(Assignment.Strategy.BALANCED)
            : task.assignment();
    SelectionRequest request =
        open == null
            ? Turns.next(taskState, nextDue(state, task, now), true, now)
            : Turns.kept(task, open, now);
    SelectionRequest compared = request.with(assignment);
    Selection selection = AssigneeSelection.select(state, compared);
    return new QueryResult.SuggestedAssignee(
        task,
        open == null ? null : open.ordinal(),
        selection.assignees(),
        selection.reason(),
        AssigneeSelection.loads(state, compared));
  }

  private static Due nextDue(GuildState state, Task task, Instant now) {
    Due next = NextDueRules.first(task.schedule(), now, state.profile().holidayCalendar());
    return next == null ? new Due.Never() : next;
  }
}
