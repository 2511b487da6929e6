package dcm.guild.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskFields;
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
   */
  record Moved(
      MemberId by,
      Instant at,
      int ordinal,
      Due before,
      @Nullable Due ruleDue,
      @Nullable Assigned assigned)
      implements UndoableAction {}
}
