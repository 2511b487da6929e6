package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Who knocks. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Caller.Person.class, name = "person"),
  @JsonSubTypes.Type(value = Caller.SystemCaller.class, name = "system"),
})
public sealed interface Caller {
  Origin origin();

  /** A Discord user. What they may do is decided on the guild's live state, not on a token. */
  record Person(MemberId id, MembershipEvidence membership, Origin origin) implements Caller {}

  /** DCM itself: the gateway's news, wake-ups, deliveries. May do what no person may. */
  record SystemCaller() implements Caller {
    @Override
    public Origin origin() {
      return Origin.SYSTEM;
    }
  }
}
