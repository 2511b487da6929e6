package dcm.guild;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Who knocks. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Caller.Person.class, name = "person"),
  @JsonSubTypes.Type(value = Caller.Clockwork.class, name = "clockwork"),
})
public sealed interface Caller {
  Door door();

  /** A Discord user. What they may do is decided on the guild's live state, not on a token. */
  record Person(MemberId id, Standing standing, Door door) implements Caller {}

  /** DCM itself: the gateway's news, wake-ups, deliveries. May do what no person may. */
  record Clockwork() implements Caller {
    @Override
    public Door door() {
      return Door.SYSTEM;
    }
  }
}
