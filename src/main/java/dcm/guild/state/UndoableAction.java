package dcm.guild.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last action of a member on a task, with what is needed to undo it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = UndoableAction.Closed.class, name = "closed"),
  @JsonSubTypes.Type(value = UndoableAction.Reported.class, name = "reported"),
  @JsonSubTypes.Type(value = UndoableAction.Edited.class, name = "edited"),
  @JsonSubTypes.Type(value = UndoableAction.Assigned.class, name = "assigned"),
  @JsonSubTypes.Type(value = UndoableAction.Moved.class, name = "moved"),
  @JsonSubTypes.Type(value = UndoableAction.Swapped.class, name = "swapped"),
  @JsonSubTypes.Type(value = UndoableAction.Split.class, name = "split"),
})
public sealed interface UndoableAction {
  MemberId by();

  Instant at();

  /** An occurrence was completed, skipped or approved, or it was missed or expired. */
  record Closed(MemberId by, Instant at, int ordinal) implements UndoableAction {}

  /**
   * An own part was reported as done, or an occurrence was submitted for approval.
   *
   * @param doer the member who did it
   */
  record Reported(MemberId by, Instant at, int ordinal, MemberId doer) implements UndoableAction {}

  /**
   * The task was edited.
   *
   * @param newest the newest open occurrence before it; null: none was open
   * @param lastOrdinal the highest ordinal before it; null in the snapshots of former versions
   */
  record Edited(
      MemberId by,
      Instant at,
      TaskFields before,
      @Nullable Occurrence newest,
      @Nullable Integer lastOrdinal)
      implements UndoableAction {}

  /**
   * An occurrence was assigned.
   *
   * @param before assignees
   * @param claimedBy the claimant before it; null: none
   */
  record Assigned(
      MemberId by, Instant at, int ordinal, List<MemberId> before, @Nullable MemberId claimedBy)
      implements UndoableAction {
    public Assigned {
      before = List.copyOf(before);
    }
  }

  /**
   * An occurrence was rescheduled.
   *
   * @param assigned null: it was not assigned together with it
   * @param passedOn null: its holders were there for the new due
   */
  record Moved(
      MemberId by,
      Instant at,
      int ordinal,
      Due before,
      @Nullable Due ruleDue,
      @Nullable Assigned assigned,
      @Nullable PassedOn passedOn)
      implements UndoableAction {
    Moved withPassedOn(PassedOn now) {
      return new Moved(by, at, ordinal, before, ruleDue, assigned, now);
    }
  }

  /**
   * A swap was accepted.
   *
   * @param sides the occurrence that was offered, and the one given for it
   */
  record Swapped(MemberId by, Instant at, List<Side> sides) implements UndoableAction {
    public Swapped {
      sides = List.copyOf(sides);
    }
  }

  /**
   * An occurrence that changed hands in a swap.
   *
   * @param before assignees
   * @param after assignees
   * @param claimedBy the claimant before it; null: none
   * @param permanent the assignment of the task before it; null: this occurrence alone was swapped
   */
  record Side(
      TaskId task,
      int ordinal,
      List<MemberId> before,
      List<MemberId> after,
      @Nullable MemberId claimedBy,
      @Nullable Assignment permanent) {
    public Side {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /**
   * "This and the following" was edited.
   *
   * @param before the schedule of the whole task
   * @param following the task that took over
   * @param moved the open occurrences that were due in its time, oldest first
   */
  record Split(MemberId by, Instant at, Schedule before, TaskId following, List<Occurrence> moved)
      implements UndoableAction {
    public Split {
      moved = List.copyOf(moved);
    }
  }

  /**
   * Who had an occurrence before it was moved into their absence.
   *
   * @param claimedBy null: nobody had claimed it
   * @param turn whose turn it was; null: no rotation
   */
  record PassedOn(List<MemberId> assignees, @Nullable MemberId claimedBy, @Nullable MemberId turn) {
    public PassedOn {
      assignees = List.copyOf(assignees);
    }
  }
}
