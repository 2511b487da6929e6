package dcm.guild.rules;

import dcm.guild.command.SettingsCommand;
import dcm.guild.event.MemberEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildProfile;
import dcm.guild.state.GuildState;
import dcm.guild.value.Caller;
import dcm.guild.value.Member;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.Permission;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Access checks of every command and query: the guild is active and the caller is a current member.
 */
final class AccessRules {
  private AccessRules() {}

  /**
   * The reason to refuse the caller of a command; null: access is granted. A membership change that
   * Discord reported with the command is emitted before.
   */
  static @Nullable Refusal check(DecisionContext context) {
    GuildProfile profile = context.state().profile();
    return switch (context.envelope().caller()) {
      case Caller.SystemCaller _ ->
          profile.name() != null
                  || context.envelope().command() instanceof SettingsCommand.ObserveGuild
              ? null
              : new Refusal.UnknownGuild();
      case Caller.Person person -> {
        if (!profile.active()) {
          yield new Refusal.UnknownGuild();
        }
        Refusal refusal = checkMembership(context.state(), person);
        if (refusal == null
            && person.membership() instanceof MembershipEvidence.FromDiscord fromDiscord) {
          MemberEvent.Observed observed =
              MemberRules.observedChange(context.state(), person.id(), fromDiscord);
          if (observed != null) {
            context.emit(observed);
          }
        }
        yield refusal == null ? checkOrigin(person, context.principal()) : refusal;
      }
    };
  }

  /**
   * Checks the caller of a query. What Discord reported with the query applies to it alone and is
   * not recorded.
   */
  static AccessDecision check(GuildState state, Caller caller, Instant at) {
    if (!state.profile().active()) {
      return new AccessDecision(new Refusal.UnknownGuild(), Principal.SYSTEM);
    }
    return switch (caller) {
      case Caller.SystemCaller _ -> new AccessDecision(null, Principal.SYSTEM);
      case Caller.Person person -> {
        Refusal refusal = checkMembership(state, person);
        if (refusal != null) {
          yield new AccessDecision(refusal, new Principal(null, Set.of()));
        }
        Principal principal = Principal.of(MemberRules.member(state, person, at), state);
        yield new AccessDecision(checkOrigin(person, principal), principal);
      }
    };
  }

  /**
   * The result of an access check.
   *
   * @param refusal null: access is granted
   */
  record AccessDecision(@Nullable Refusal refusal, Principal principal) {}

  private static @Nullable Refusal checkMembership(GuildState state, Caller.Person person) {
    if (state.members().beingForgotten().contains(person.id())) {
      return new Refusal.NotAMember();
    }
    return switch (person.membership()) {
      case MembershipEvidence.FromDiscord _ -> null;
      case MembershipEvidence.FromGuild _ ->
          state.members().isActive(person.id()) ? null : new Refusal.NotAMember();
      case MembershipEvidence.FromToken fromToken -> {
        Member member = state.members().find(person.id());
        if (member == null || !member.active()) {
          yield new Refusal.NotAMember();
        }
        yield member.epoch() == fromToken.epoch() ? null : new Refusal.StaleToken();
      }
    };
  }

  private static @Nullable Refusal checkOrigin(Caller.Person person, Principal principal) {
    return person.origin() == Origin.DASHBOARD
        ? principal.checkPermission(Permission.DASHBOARD_USE)
        : null;
  }
}
