package dcm.guild.command;

import dcm.guild.value.GroupingId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a task that a caller states. A null leaves the field as it is, on a new task at its
 * default.
 *
 * @param clearCategory true: no category; {@code category} must then be null
 */
public record TaskPatch(
    @Nullable String title,
    @Nullable String description,
    @Nullable GroupingId category,
    boolean clearCategory,
    @Nullable List<GroupingId> labels,
    @Nullable EffortPatch effort,
    Task.@Nullable Priority priority,
    @Nullable RequestedSchedule schedule,
    @Nullable AssignmentPatch assignment,
    @Nullable PolicyPatch policy) {
  public TaskPatch {
    labels = labels == null ? null : List.copyOf(labels);
  }

  /** A patch that leaves the policy as it is. */
  public TaskPatch(
      @Nullable String title,
      @Nullable String description,
      @Nullable GroupingId category,
      boolean clearCategory,
      @Nullable List<GroupingId> labels,
      @Nullable EffortPatch effort,
      Task.@Nullable Priority priority,
      @Nullable RequestedSchedule schedule,
      @Nullable AssignmentPatch assignment) {
    this(
        title,
        description,
        category,
        clearCategory,
        labels,
        effort,
        priority,
        schedule,
        assignment,
        null);
  }

  /** A patch that states every field. */
  public static TaskPatch of(TaskFields fields) {
    return new TaskPatch(
        fields.title(),
        fields.description(),
        fields.category(),
        fields.category() == null,
        fields.labels(),
        new EffortPatch(fields.effort().minutes(), fields.effort().difficulty()),
        fields.priority(),
        new RequestedSchedule.Complete(fields.schedule()),
        AssignmentPatch.of(fields.assignment()),
        PolicyPatch.of(fields.effectivePolicy()));
  }

  /** The same with another policy. */
  public TaskPatch with(PolicyPatch newPolicy) {
    return new TaskPatch(
        title,
        description,
        category,
        clearCategory,
        labels,
        effort,
        priority,
        schedule,
        assignment,
        newPolicy);
  }

  /** An effort; a null leaves the component as it is. */
  public record EffortPatch(@Nullable Integer minutes, @Nullable Integer difficulty) {}
}
