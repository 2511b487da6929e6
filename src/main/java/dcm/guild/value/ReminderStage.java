package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;

/** The reason for a reminder, or for another message of the guild. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ReminderStage.Before.class, name = "before"),
  @JsonSubTypes.Type(value = ReminderStage.Snoozed.class, name = "snoozed"),
  @JsonSubTypes.Type(value = ReminderStage.Overdue.class, name = "overdue"),
  @JsonSubTypes.Type(value = ReminderStage.Nudged.class, name = "nudged"),
  @JsonSubTypes.Type(value = ReminderStage.Welcome.class, name = "welcome"),
})
public sealed interface ReminderStage {
  /** Its name in {@link Occurrence#remindedOf} and in delivery ids: stable, without spaces. */
  String key();

  /** A time before the due; zero: at the due. */
  record Before(Duration offset) implements ReminderStage {
    @Override
    public String key() {
      return "before-" + offset;
    }
  }

  /** The end of a snooze. */
  record Snoozed(Instant until) implements ReminderStage {
    private static final String PREFIX = "snoozed-";

    @Override
    public String key() {
      return PREFIX + until.toEpochMilli();
    }

    static boolean matches(String key) {
      return key.startsWith(PREFIX);
    }
  }

  /** A time after the due without completion: the whole guild is notified. */
  record Overdue(Duration after) implements ReminderStage {
    @Override
    public String key() {
      return "overdue-" + after;
    }
  }

  /** A member asked for it. */
  record Nudged(Instant at, MemberId by) implements ReminderStage {
    private static final String PREFIX = "nudged-";

    @Override
    public String key() {
      return PREFIX + at.toEpochMilli();
    }

    static boolean matches(String key) {
      return key.startsWith(PREFIX);
    }

    static Instant at(String key) {
      return Instant.ofEpochMilli(Long.parseLong(key.substring(PREFIX.length())));
    }
  }

  /** The bot was added to the guild; the message concerns no task. */
  record Welcome() implements ReminderStage {
    @Override
    public String key() {
      return "welcome";
    }
  }
}
