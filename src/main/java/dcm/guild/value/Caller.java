package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The sender of a command or query. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Caller.Person.class, name = "person"),
  @JsonSubTypes.Type(value = Caller.SystemCaller.class, name = "system"),
})
public sealed interface Caller {
  Origin origin();

  /** A Discord user. Permissions are decided on the guild's live state, not on a token. */
  record Person(MemberId id, MembershipEvidence membership, Origin origin) implements Caller {}

  /**
   * DCM itself: observations of the gateway, wake-ups, delivery results. It may send commands that
   * no person may send.
   */
  record SystemCaller() implements Caller {
    @Override
    public Origin origin() {
      return Origin.SYSTEM;
    }
  }
}
