package dcm.guild.command;

import dcm.guild.value.CalendarToken;
import dcm.guild.value.CalendarTokenId;

/** Commands on calendar tokens. */
public sealed interface CalendarTokenCommand extends GuildCommand {
  CalendarTokenId id();

  /** Creates a token of the caller. */
  record Create(CalendarTokenId id, CalendarToken.Scope scope) implements CalendarTokenCommand {}

  /** Revokes a token of the caller, or of another member with MEMBER_MANAGE. */
  record Revoke(CalendarTokenId id) implements CalendarTokenCommand {}
}
