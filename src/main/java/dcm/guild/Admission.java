package dcm.guild;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is let in: the guild is open, and the person is a member of it now. */
final class Admission {
  private Admission() {}

  /** Null: come in. What Discord just said of the caller has happened by then. */
  static @Nullable Refusal admit(Hearing hearing) {
    House house = hearing.state().house();
    return switch (hearing.request().caller()) {
      case Caller.Clockwork _ ->
          house.name() != null
                  || hearing.request().command() instanceof SettingsCommand.ObserveGuild
              ? null
              : new Refusal.UnknownGuild();
      case Caller.Person person -> {
        if (!house.open()) {
          yield new Refusal.UnknownGuild();
        }
        Refusal refusal = standing(hearing.state(), person);
        if (refusal == null && person.standing() instanceof Standing.Witnessed seen) {
          MemberEvent.Observed news = MemberRules.news(hearing.state(), person.id(), seen);
          if (news != null) {
            hearing.happens(news);
          }
        }
        yield refusal == null ? door(person, hearing.viewer()) : refusal;
      }
    };
  }

  /** The same for a question, which changes nothing: what Discord just said holds for it alone. */
  static Seen admit(State state, Caller caller, Instant at) {
    if (!state.house().open()) {
      return new Seen(new Refusal.UnknownGuild(), Viewer.CLOCKWORK);
    }
    return switch (caller) {
      case Caller.Clockwork _ -> new Seen(null, Viewer.CLOCKWORK);
      case Caller.Person person -> {
        Refusal refusal = standing(state, person);
        if (refusal != null) {
          yield new Seen(refusal, new Viewer(null, Set.of()));
        }
        Viewer viewer = Viewer.of(MemberRules.member(state, person, at), state);
        yield new Seen(door(person, viewer), viewer);
      }
    };
  }

  /**
   * @param refusal null: come in
   */
  record Seen(@Nullable Refusal refusal, Viewer viewer) {}

  private static @Nullable Refusal standing(State state, Caller.Person person) {
    return switch (person.standing()) {
      case Standing.Witnessed _ -> null;
      case Standing.Vouched vouched -> {
        Member member = state.people().find(person.id());
        if (member == null || !member.active()) {
          yield new Refusal.NotAMember();
        }
        yield member.epoch() == vouched.epoch() ? null : new Refusal.StaleToken();
      }
    };
  }

  private static @Nullable Refusal door(Caller.Person person, Viewer viewer) {
    return person.door() == Door.DASHBOARD ? viewer.lacks(Permission.DASHBOARD_USE) : null;
  }
}
