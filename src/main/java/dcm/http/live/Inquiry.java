package dcm.http.live;

import dcm.guild.Answer;
import dcm.guild.Caller;
import dcm.guild.Door;
import dcm.guild.GuildId;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.MemberId;
import dcm.guild.Question;
import dcm.guild.Refusal;
import dcm.guild.Standing;
import dcm.guild.TaskId;
import dcm.guild.TaskRef;
import dcm.http.Line;
import dcm.redis.OpaqueToken;
import dcm.redis.Ticket;
import dcm.view.PastEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/**
 * What a socket asks others, one question at a time and in its viewer's name. The answers come to
 * the socket as {@link Heard}; it says {@link #answered} then.
 */
final class Inquiry {
  private static final int PAGE = 200;

  /** Of events as they are stored; in memory they take a few times that. */
  private static final long PAGE_BYTES = 32 * 1_024;

  private final ActorContext<Heard> context;
  private final LiveRooms rooms;
  private final GuildId guild;
  private @Nullable Ticket ticket;
  private boolean open = true;

  /** Nothing else is asked before {@link #me} was. */
  Inquiry(ActorContext<Heard> context, LiveRooms rooms, GuildId guild) {
    this.context = context;
    this.rooms = rooms;
    this.guild = guild;
  }

  boolean isOpen() {
    return open;
  }

  void answered() {
    open = false;
  }

  /** In whose name everything else is asked. */
  void as(Ticket good) {
    ticket = good;
  }

  /**
   * Answered by {@link Heard.Admitted} or {@link Heard.Denied}. A ticket ends with its session; who
   * signs out a moment later is noticed by the router.
   */
  void ticket(String secret) {
    context.pipeToSelf(
        rooms
            .tickets()
            .take(guild.value(), new OpaqueToken(secret))
            .thenCompose(this::whileSignedIn),
        (taken, failure) -> {
          if (failure != null) {
            return denied(Closes.TRY_AGAIN);
          }
          return taken == null || !taken.tokenEnds().isAfter(rooms.guilds().clock().instant())
              ? denied(Closes.TOKEN_ENDED)
              : new Heard.Admitted(taken);
        });
  }

  private CompletionStage<@Nullable Ticket> whileSignedIn(@Nullable Ticket taken) {
    return taken == null
        ? CompletableFuture.completedFuture(null)
        : rooms
            .logins()
            .ended(Set.of(taken.session()))
            .thenApply(ended -> ended.isEmpty() ? taken : null);
  }

  /** Answered by {@link Heard.Known} or {@link Heard.Denied}. */
  void me() {
    long epoch = good().epoch();
    ask(
        new GuildQuery.Me(),
        reply ->
            switch (reply) {
              case GuildReply.Answered(Answer.Me me, long revision) ->
                  new Heard.Known(Viewer.of(me, epoch, revision));
              case GuildReply.Declined(Refusal.Forbidden _) -> denied(Closes.NOT_PERMITTED);
              case GuildReply.Declined _ -> denied(Closes.TOKEN_ENDED);
              case null, default -> denied(Closes.TRY_AGAIN);
            });
  }

  /** {@link #me}, unless something else is being asked: what comes next asks anyway. */
  void meAgain() {
    if (!open) {
      me();
    }
  }

  /** Answered by {@link Heard.Glimpsed} or {@link Heard.Denied}. */
  void task(TaskId id) {
    ask(
        new GuildQuery.OneTask(new TaskRef.ById(id)),
        reply ->
            switch (reply) {
              case GuildReply.Answered(Answer.OneTask found, long revision) ->
                  new Heard.Glimpsed(id, found.task(), revision);
              case GuildReply.Declined(Refusal.UnknownTask _) -> new Heard.Glimpsed(id, null, 0);
              case GuildReply.Declined _ -> denied(Closes.TOKEN_ENDED);
              case null, default -> denied(Closes.TRY_AGAIN);
            });
  }

  /** Answered by {@link Heard.Recalled} or {@link Heard.Denied}. */
  void past(long after) {
    open = true;
    context.pipeToSelf(
        rooms.catchUps().read(guild, () -> rooms.past().after(guild, after, PAGE, PAGE_BYTES)),
        (events, _) -> recalled(events));
  }

  private static Heard recalled(@Nullable List<PastEvent> events) {
    return events == null || events.isEmpty()
        ? denied(Closes.TRY_AGAIN)
        : new Heard.Recalled(events);
  }

  private void ask(GuildQuery query, Function<@Nullable GuildReply, Heard> understand) {
    open = true;
    var caller =
        new Caller.Person(
            new MemberId(good().user()), new Standing.Vouched(good().epoch()), Door.DASHBOARD);
    context.pipeToSelf(
        rooms.guilds().answer(new Question(guild, rooms.guilds().clock().instant(), caller, query)),
        (reply, _) -> understand.apply(reply));
  }

  private Ticket good() {
    if (ticket == null) {
      throw new IllegalStateException("nobody is asked before there is a ticket");
    }
    return ticket;
  }

  private static Heard denied(Line.Close why) {
    return new Heard.Denied(why);
  }
}
