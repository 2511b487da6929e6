package dcm.guild;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;

/** Why a reminder is sent. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Stage.Before.class, name = "before"),
  @JsonSubTypes.Type(value = Stage.Snoozed.class, name = "snoozed"),
  @JsonSubTypes.Type(value = Stage.Overdue.class, name = "overdue"),
})
public sealed interface Stage {
  /** Its name in {@link Occurrence#remindedOf} and in delivery ids: stable, without spaces. */
  String key();

  /** So long before the due; zero is at the due. */
  record Before(Duration offset) implements Stage {
    @Override
    public String key() {
      return "before-" + offset;
    }
  }

  /** A snooze ran out. */
  record Snoozed(Instant until) implements Stage {
    private static final String PREFIX = "snoozed-";

    @Override
    public String key() {
      return PREFIX + until.toEpochMilli();
    }

    static boolean names(String key) {
      return key.startsWith(PREFIX);
    }
  }

  /** Still not done so long after the due: the guild is told. */
  record Overdue(Duration after) implements Stage {
    @Override
    public String key() {
      return "overdue-" + after;
    }
  }
}
