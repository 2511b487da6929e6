package dcm.guild.rules;

import dcm.guild.command.CalendarTokenCommand;
import dcm.guild.event.CalendarTokenEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.value.CalendarToken;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules on calendar tokens: each member has their own. */
final class CalendarTokenRules {
  /** Maximum number of a member's tokens. */
  static final int MAX_TOKENS = 10;

  private CalendarTokenRules() {}

  static @Nullable Refusal decide(DecisionContext context, CalendarTokenCommand command) {
    return switch (command) {
      case CalendarTokenCommand.Create create -> create(context, create);
      case CalendarTokenCommand.Revoke revoke -> revoke(context, revoke);
    };
  }

  private static @Nullable Refusal create(
      DecisionContext context, CalendarTokenCommand.Create create) {
    MemberId caller = context.caller().id();
    if (context.principal().taskVisibility() == null) {
      return context.checkPermission(Permission.TASK_VIEW_OWN);
    }
    if (context.state().calendarTokens().find(create.id()) != null) {
      return new Refusal.Invalid(
          List.of(new Refusal.FieldError("id", "taken", "this id is already in use")));
    }
    if (context.state().calendarTokens().of(caller).size() >= MAX_TOKENS) {
      return new Refusal.TooMany("calendar tokens of one member", MAX_TOKENS);
    }
    context.emit(
        new CalendarTokenEvent.Created(
            new CalendarToken(create.id(), caller, create.scope(), context.at())));
    return null;
  }

  private static @Nullable Refusal revoke(
      DecisionContext context, CalendarTokenCommand.Revoke revoke) {
    CalendarToken token = context.state().calendarTokens().find(revoke.id());
    boolean own = token != null && token.member().equals(context.caller().id());
    if (token == null || !(own || context.principal().hasPermission(Permission.MEMBER_MANAGE))) {
      return new Refusal.UnknownCalendarToken(revoke.id());
    }
    context.emit(new CalendarTokenEvent.Revoked(token.id(), token.member()));
    return null;
  }
}
