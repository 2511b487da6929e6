package dcm.guild.value;

import org.jspecify.annotations.Nullable;

/**
 * The origin of an event: who caused it and how.
 *
 * @param member null: DCM itself
 */
public record Initiator(@Nullable MemberId member, Origin origin) {
  public static Initiator of(Caller caller) {
    return switch (caller) {
      case Caller.Person person -> new Initiator(person.id(), person.origin());
      case Caller.SystemCaller _ -> new Initiator(null, Origin.SYSTEM);
    };
  }
}
