package dcm.guild.event;

import dcm.guild.value.CalendarToken;
import dcm.guild.value.CalendarTokenId;
import dcm.guild.value.MemberId;

/** Events of calendar tokens. */
public sealed interface CalendarTokenEvent extends GuildEvent {
  /** The member whose token it is. */
  MemberId member();

  record Created(CalendarToken token) implements CalendarTokenEvent {
    @Override
    public MemberId member() {
      return token.member();
    }
  }

  record Revoked(CalendarTokenId token, MemberId member) implements CalendarTokenEvent {}
}
