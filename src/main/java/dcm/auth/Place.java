package dcm.auth;

import dcm.guild.MemberId;
import dcm.guild.Standing;

/** What Discord says now about a user and a guild. */
public sealed interface Place {
  record Present(MemberId member, Standing.Witnessed standing) implements Place {}

  record NotAMember() implements Place {}

  /** Discord does not let us ask for this user any more; the session has ended. */
  record SignedOut() implements Place {}
}
