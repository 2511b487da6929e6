package dcm.discord.command;

import dcm.guild.value.GuildId;
import dcm.guild.value.TaskId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Custom id of a task button, complete enough for a click weeks and deployments later. Written
 * {@code t1:<action>:<guild>:<task>:<ordinal>:<payload>}; at most 100 characters. It contains the
 * guild, which Discord omits in direct messages.
 *
 * @param ordinal the occurrence that the button was shown for
 * @param payload an argument of the action, or the nonce that identifies the message; may be empty
 */
public record TaskButtonId(Action action, GuildId guild, TaskId task, int ordinal, String payload) {
  private static final Pattern PATTERN =
      Pattern.compile("t1:([a-z-]{1,12}):([0-9]{1,19}):([\\w-]{22}):([0-9]{1,9}):([\\w-]{0,25})");
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** Names must never change: old messages contain them. */
  public enum Action {
    CLAIM("claim"),
    RELEASE("release"),
    DONE("done"),
    /**
     * Completes the next occurrence right after another; the payload may be the member who did it.
     */
    DONE_NEXT("done-next"),
    SNOOZE("snooze"),
    SNOOZE_FOR("snooze-for"),
    UNDO("undo"),
    APPROVE("approve"),
    /** Opens a form for the reason, whose id is the button's. */
    REJECT("reject"),
    /** Opens a form for photos and a note, whose id is the button's. */
    PROOF("proof"),
    /** Gives the turn to the member in the payload. */
    ASSIGN("assign"),
    /** Takes a deleted task from the bin. */
    RESTORE("restore"),
    EDIT("edit");

    private final String wireName;

    Action(String wireName) {
      this.wireName = wireName;
    }
  }

  public static TaskButtonId of(Action action, GuildId guild, TaskId task, int ordinal) {
    return new TaskButtonId(action, guild, task, ordinal, "");
  }

  /**
   * @return null when the text is not a task button id
   */
  public static @Nullable TaskButtonId parse(String text) {
    var matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    Action action = null;
    for (var candidate : Action.values()) {
      if (candidate.wireName.equals(matcher.group(1))) {
        action = candidate;
      }
    }
    if (action == null) {
      return null;
    }
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(matcher.group(3)));
      return new TaskButtonId(
          action,
          GuildId.of(matcher.group(2)),
          new TaskId(new UUID(bytes.getLong(), bytes.getLong())),
          Integer.parseInt(matcher.group(4)),
          matcher.group(5));
    } catch (IllegalArgumentException notATaskButtonId) {
      return null;
    }
  }

  /** Whether this is a form's id; that of an edit contains the revision that it was opened for. */
  public boolean isModal() {
    if (action != Action.EDIT) {
      return action == Action.REJECT || action == Action.PROOF;
    }
    try {
      return Long.parseLong(payload) >= 0;
    } catch (NumberFormatException notARevision) {
      return false;
    }
  }

  @Override
  public String toString() {
    var bytes = ByteBuffer.allocate(16);
    bytes.putLong(task.value().getMostSignificantBits());
    bytes.putLong(task.value().getLeastSignificantBits());
    return "t1:%s:%s:%s:%d:%s"
        .formatted(action.wireName, guild, ENCODER.encodeToString(bytes.array()), ordinal, payload);
  }
}
