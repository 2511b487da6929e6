package dcm.guild.rules;

import dcm.guild.command.MemberCommand;
import dcm.guild.event.CalendarTokenEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.DeferredWork;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.CalendarToken;
import dcm.guild.value.Caller;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.TaskId;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rules on members, and on the turns of members who leave. */
final class MemberRules {
  private MemberRules() {}

  /** The changes in Discord's description of a member; null: none. */
  static MemberEvent.@Nullable Observed observedChange(
      GuildState state, MemberId id, MembershipEvidence.FromDiscord observed) {
    Member before = state.members().find(id);
    if (before != null && before.isBeingForgotten()) {
      // who is seen again afterwards is a new member
      return null;
    }
    String name = TextValidation.sanitize(observed.displayName(), id.toString());
    Set<RoleId> roles = new TreeSet<>(observed.roles());
    roles.remove(state.everyone());
    String locale = TextValidation.canonicalLocale(observed.locale());
    if (before == null || !before.active()) {
      long epoch = before == null ? state.profile().initialEpoch() : before.epoch() + 1;
      return new MemberEvent.Observed(
          id, name, null, roles, observed.administrator(), locale, epoch);
    }
    boolean powerChanged =
        !before.roles().equals(roles) || before.administrator() != observed.administrator();
    boolean localeChanged =
        locale != null
            && !state.members().localeChosenBy().contains(id)
            && !locale.equals(before.locale());
    if (!powerChanged && !localeChanged && before.displayName().equals(name)) {
      return null;
    }
    long epoch = powerChanged ? before.epoch() + 1 : before.epoch();
    return new MemberEvent.Observed(
        id, name, before.roles(), roles, observed.administrator(), locale, epoch);
  }

  /** A caller with access, as last described by Discord. */
  static Member member(GuildState state, Caller.Person person, Instant at) {
    RecordedEvent recorded =
        switch (person.membership()) {
          case MembershipEvidence.FromToken _, MembershipEvidence.FromGuild _ -> null;
          case MembershipEvidence.FromDiscord observed -> {
            MemberEvent.Observed change = observedChange(state, person.id(), observed);
            yield change == null ? null : RecordedEvent.hypothetical(change, at);
          }
        };
    GuildState updatedState = recorded == null ? state : state.apply(recorded);
    return Objects.requireNonNull(
        updatedState.members().find(person.id()), "caller is not a known member");
  }

  static @Nullable Refusal observe(DecisionContext context, MemberCommand.Observe observed) {
    MemberEvent.Observed change =
        observedChange(context.state(), observed.member(), observed.observation());
    if (change != null) {
      context.emit(change);
    }
    return null;
  }

  static @Nullable Refusal edit(DecisionContext context, MemberCommand.EditProfile edit) {
    Refusal denied =
        edit.member().equals(context.caller().id())
            ? null
            : context.checkPermission(Permission.MEMBER_MANAGE);
    if (denied != null) {
      return denied;
    }
    Member member = context.state().members().find(edit.member());
    if (member == null || !member.active()) {
      return new Refusal.UnknownMember(edit.member());
    }
    String locale =
        edit.locale() == null ? member.locale() : TextValidation.canonicalLocale(edit.locale());
    if (edit.locale() != null && locale == null) {
      return new Refusal.Invalid(
          List.of(
              new Refusal.FieldError("locale", "unknown-locale", "must be a BCP 47 language tag")));
    }
    ZoneId zone = edit.zone() == null ? member.zone() : edit.zone();
    Map<DayOfWeek, Integer> capacity =
        edit.capacity() == null ? member.capacity() : Member.capacity(edit.capacity());
    if (capacity != null
        && capacity.values().stream()
            .anyMatch(minutes -> minutes < 0 || minutes > TaskValidation.MAX_MINUTES)) {
      return new Refusal.Invalid(
          List.of(
              new Refusal.FieldError(
                  "capacity", "out-of-range", "must be 0 to " + TaskValidation.MAX_MINUTES)));
    }
    boolean shown = edit.leaderboard() == null ? member.onLeaderboard() : edit.leaderboard();
    boolean unchanged =
        Objects.equals(zone, member.zone())
            && Objects.equals(locale, member.locale())
            && Objects.equals(capacity, member.capacity())
            && shown == member.onLeaderboard();
    if (!unchanged) {
      context.emit(
          new MemberEvent.ProfileEdited(
              edit.member(), zone, locale, capacity, shown ? null : Boolean.FALSE));
    }
    return null;
  }

  /**
   * Ends the claims and passes on the open turns of a member who left. The tasks' orders stay, in
   * case the member rejoins.
   */
  static @Nullable Refusal leave(DecisionContext context, MemberCommand.Leave leave) {
    Member member = context.state().members().find(leave.member());
    if (member == null || !member.active()) {
      return null;
    }
    context.emit(new MemberEvent.Left(leave.member(), member.epoch() + 1));
    handOver(context, new EventBudget(context));
    return null;
  }

  /**
   * Forgets a member; one who is still there leaves first. Nobody forgets a member with permissions
   * beyond their own.
   */
  static @Nullable Refusal forget(DecisionContext context, MemberCommand.Forget forget) {
    MemberId id = forget.member();
    boolean own = id.equals(context.caller().id());
    Refusal denied = own ? null : context.checkPermission(Permission.MEMBER_MANAGE);
    if (denied != null) {
      return denied;
    }
    Member member = context.state().members().find(id);
    if (member == null || member.pseudonym() != null) {
      return new Refusal.UnknownMember(id);
    }
    if (member.active()) {
      Set<Permission> beyond = new TreeSet<>(Principal.of(member, context.state()).permissions());
      beyond.removeAll(context.principal().permissions());
      if (!beyond.isEmpty()) {
        return new Refusal.BeyondOwnPermissions(beyond);
      }
      context.emit(new MemberEvent.Left(id, member.epoch() + 1));
    }
    context.emit(new MemberEvent.Forgotten(id, context.state().members().nextPseudonym()));
    for (CalendarToken token : context.state().calendarTokens().of(id)) {
      context.emit(new CalendarTokenEvent.Revoked(token.id(), id));
    }
    handOver(context, new EventBudget(context));
    return null;
  }

  /**
   * Hands over as many tasks as the budget allows; the others stay {@link DeferredWork} for the
   * next wake-up.
   */
  static void handOver(DecisionContext context, EventBudget budget) {
    for (TaskId task : context.state().deferredWork().handovers()) {
      if (!budget.hasRemaining()) {
        break;
      }
      TaskState taskState = context.state().catalog().tasks().get(task);
      if (taskState != null) {
        Turns.passOn(context, taskState);
      }
    }
  }
}
