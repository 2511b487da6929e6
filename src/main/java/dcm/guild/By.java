package dcm.guild;

import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param member null: DCM itself
 */
public record By(@Nullable MemberId member, Door door) {
  static By of(Caller caller) {
    return switch (caller) {
      case Caller.Person person -> new By(person.id(), person.door());
      case Caller.Clockwork _ -> new By(null, Door.SYSTEM);
    };
  }
}
