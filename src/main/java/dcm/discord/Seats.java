package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.wire.Interaction;
import dcm.discord.wire.Refused;
import dcm.discord.wire.Rest;
import dcm.discord.wire.Visitor;
import dcm.guild.Answer;
import dcm.guild.Caller;
import dcm.guild.GuildId;
import dcm.guild.GuildQuery;
import dcm.guild.Refusal;
import dcm.guild.Standing;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** What place in the guild somebody at the door has. */
final class Seats {
  private static final int NOT_FOUND = 404;

  private final House house;
  private final Rest rest;
  private final AtomicBoolean members;

  /**
   * @param members whether the gateway tells of members, so that the guild knows them
   */
  Seats(House house, Rest rest, AtomicBoolean members) {
    this.house = house;
    this.rest = rest;
    this.members = members;
  }

  /**
   * In a direct message Discord does not tell a member's place in the guild. Then the guild says
   * what it was told by the gateway; when the gateway does not tell of members, Discord is asked.
   */
  CompletionStage<Standing> standing(Interaction interaction, GuildId guild, Instant now) {
    var visitor = interaction.visitor();
    var seat = visitor.seat();
    if (seat != null) {
      return completedFuture(witnessed(visitor, seat));
    }
    return members.get() ? known(visitor, guild, now) : lookedUp(visitor, guild);
  }

  private CompletionStage<Standing> known(Visitor visitor, GuildId guild, Instant now) {
    return house
        .ask(
            guild,
            now,
            new Caller.Clockwork(),
            new GuildQuery.OneMember(visitor.id()),
            Answer.OneMember.class)
        .thenApply(answer -> new Standing.Vouched(answer.member().epoch()));
  }

  private CompletionStage<Standing> lookedUp(Visitor visitor, GuildId guild) {
    return rest.seat(guild, visitor.id())
        .<Standing>thenApply(seat -> witnessed(visitor, seat))
        .exceptionally(failure -> {
          var cause = failure instanceof CompletionException ? failure.getCause() : failure;
          throw cause instanceof Refused refused && refused.status() == NOT_FOUND
              ? new Declined(new Refusal.NotAMember())
              : new CompletionException(cause);
        });
  }

  private static Standing witnessed(Visitor visitor, Visitor.Seat seat) {
    return new Standing.Witnessed(
        seat.displayName(), seat.roles(), seat.administrator(), visitor.locale());
  }
}
