package dcm.guild;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who is in the guild, and what becomes of the turns of those who leave. */
final class MemberRules {
  private MemberRules() {}

  /** What is new in what Discord said of somebody; null: nothing. */
  static MemberEvent.@Nullable Observed news(State state, MemberId id, Standing.Witnessed seen) {
    Member before = state.people().find(id);
    String name = Texts.tame(seen.displayName(), id.toString());
    Set<RoleId> roles = new TreeSet<>(seen.roles());
    roles.remove(state.everyone());
    String locale = Texts.locale(seen.locale());
    if (before == null || !before.active()) {
      long epoch = before == null ? state.house().firstEpoch() : before.epoch() + 1;
      return new MemberEvent.Observed(id, name, null, roles, seen.administrator(), locale, epoch);
    }
    boolean power = !before.roles().equals(roles) || before.administrator() != seen.administrator();
    boolean language =
        locale != null
            && !state.people().ownLocale().contains(id)
            && !locale.equals(before.locale());
    if (!power && !language && before.displayName().equals(name)) {
      return null;
    }
    long epoch = power ? before.epoch() + 1 : before.epoch();
    return new MemberEvent.Observed(
        id, name, before.roles(), roles, seen.administrator(), locale, epoch);
  }

  /** A person who was let in, as Discord last described them. */
  static Member member(State state, Caller.Person person, Instant at) {
    Recorded told =
        switch (person.standing()) {
          case Standing.Vouched _ -> null;
          case Standing.Witnessed seen -> {
            MemberEvent.Observed news = news(state, person.id(), seen);
            yield news == null ? null : Recorded.aside(news, at);
          }
        };
    State now = told == null ? state : state.apply(told);
    return Objects.requireNonNull(now.people().find(person.id()), "who was let in is known");
  }

  static @Nullable Refusal observe(Hearing hearing, MemberCommand.Observe seen) {
    MemberEvent.Observed news = news(hearing.state(), seen.member(), seen.as());
    if (news != null) {
      hearing.happens(news);
    }
    return null;
  }

  static @Nullable Refusal edit(Hearing hearing, MemberCommand.EditProfile edit) {
    Refusal lacking =
        edit.member().equals(hearing.caller().id())
            ? null
            : hearing.lacks(Permission.MEMBER_MANAGE);
    if (lacking != null) {
      return lacking;
    }
    Member member = hearing.state().people().find(edit.member());
    if (member == null || !member.active()) {
      return new Refusal.UnknownMember(edit.member());
    }
    String locale = edit.locale() == null ? member.locale() : Texts.locale(edit.locale());
    if (edit.locale() != null && locale == null) {
      return new Refusal.Invalid(
          List.of(new FieldError("locale", "unknown-locale", "must be a BCP 47 language tag")));
    }
    ZoneId zone = edit.zone() == null ? member.zone() : edit.zone();
    if (!Objects.equals(zone, member.zone()) || !Objects.equals(locale, member.locale())) {
      hearing.happens(new MemberEvent.ProfileEdited(edit.member(), zone, locale));
    }
    return null;
  }

  /** Claims end, and open turns pass on; the tasks' orders stay, in case they come back. */
  static @Nullable Refusal leave(Hearing hearing, MemberCommand.Leave leave) {
    Member member = hearing.state().people().find(leave.member());
    if (member == null || !member.active()) {
      return null;
    }
    hearing.happens(new MemberEvent.Left(leave.member(), member.epoch() + 1));
    handOver(hearing, new EventBudget(hearing));
    return null;
  }

  /** As many as the budget allows; the others stay {@link Arrears} for the next wake-up. */
  static void handOver(Hearing hearing, EventBudget budget) {
    for (TaskId task : hearing.state().arrears().handovers()) {
      if (!budget.isLeft()) {
        break;
      }
      Chore chore = hearing.state().board().chores().get(task);
      if (chore != null) {
        withoutWhoLeft(hearing, chore);
      }
    }
  }

  /** Takes the open occurrence from holders who are gone and gives it to who is next. */
  static void withoutWhoLeft(Hearing hearing, Chore chore) {
    Occurrence open = chore.task().open();
    if (open == null) {
      return;
    }
    People people = hearing.state().people();
    TaskId task = chore.task().id();
    if (open.claimedBy() != null && !people.active(open.claimedBy())) {
      hearing.happens(new OccurrenceEvent.Released(task, open.ordinal(), open.claimedBy()));
    }
    List<MemberId> left = open.assignees().stream().filter(people::active).toList();
    if (left.size() < open.assignees().size()) {
      Assignment how = chore.task().assignment();
      boolean turns = how.strategy() == Assignment.Strategy.ROUND_ROBIN;
      List<MemberId> after = left.isEmpty() && turns ? Turns.same(how, chore.turn(), people) : left;
      hearing.happens(new OccurrenceEvent.Assigned(task, open.ordinal(), open.assignees(), after));
    }
  }
}
