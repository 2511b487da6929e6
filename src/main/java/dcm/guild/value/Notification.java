package dcm.guild.value;

import java.time.Instant;

/**
 * An entry in a member's in-app inbox.
 *
 * @param revision the guild's revision at which it was posted; also its position in the inbox
 * @param title the task's title at that time
 */
public record Notification(
    long revision,
    MemberId recipient,
    TaskId task,
    int number,
    int ordinal,
    String title,
    ReminderStage stage,
    boolean late,
    Instant at,
    boolean read) {
  public Notification markedRead() {
    return new Notification(
        revision, recipient, task, number, ordinal, title, stage, late, at, true);
  }
}
