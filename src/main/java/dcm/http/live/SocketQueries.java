package dcm.http.live;

import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import dcm.http.server.ConnectionState;
import dcm.redis.OpaqueToken;
import dcm.redis.SocketTicketStore;
import dcm.view.EventHistory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queries of one socket, one at a time and with its viewer's permissions. Results arrive at the
 * socket as {@link LiveSocket.Message}; the socket then calls {@link #markAnswered}.
 */
final class SocketQueries implements EventFeed.Queries {
  private static final Logger LOG = LoggerFactory.getLogger(SocketQueries.class);
  private static final int PAGE_SIZE = 200;

  /** Of stored events; in memory they take a few times as much. */
  private static final long MAX_PAGE_BYTES = 32 * 1_024;

  private final ActorContext<LiveSocket.Message> context;
  private final LiveSockets sockets;
  private final GuildId guild;
  private SocketTicketStore.@Nullable Ticket ticket;
  private boolean pending = true;

  /**
   * Creates the queries; a query counts as pending until the first {@link #loadSubscriber} is
   * answered.
   */
  SocketQueries(ActorContext<LiveSocket.Message> context, LiveSockets sockets, GuildId guild) {
    this.context = context;
    this.sockets = sockets;
    this.guild = guild;
  }

  @Override
  public boolean isPending() {
    return pending;
  }

  @Override
  public void markAnswered() {
    pending = false;
  }

  /** Sets the ticket whose member all other queries are made for. */
  void useTicket(SocketTicketStore.Ticket accepted) {
    ticket = accepted;
  }

  /**
   * Redeems a ticket. Answered by {@link LiveSocket.Message.TicketAccepted} or {@link
   * LiveSocket.Message.Terminate}. A ticket is invalid when its session has ended; the router
   * detects a later logout.
   */
  void ticket(String secret) {
    context.pipeToSelf(
        sockets
            .tickets()
            .redeem(guild.value(), new OpaqueToken(secret))
            .thenCompose(this::unlessSessionEnded),
        (redeemed, failure) -> {
          if (failure != null) {
            return terminate(CloseReasons.TRY_AGAIN);
          }
          return redeemed == null
                  || !redeemed.tokenExpiresAt().isAfter(sockets.guilds().clock().instant())
              ? terminate(CloseReasons.TOKEN_EXPIRED)
              : new LiveSocket.Message.TicketAccepted(redeemed);
        });
  }

  private CompletionStage<SocketTicketStore.@Nullable Ticket> unlessSessionEnded(
      SocketTicketStore.@Nullable Ticket redeemed) {
    return redeemed == null
        ? CompletableFuture.completedFuture(null)
        : sockets
            .logins()
            .isSignedIn(redeemed.sessionId(), new MemberId(redeemed.userId()))
            .thenApply(signedIn -> signedIn ? redeemed : null);
  }

  /**
   * Answered by {@link LiveSocket.Message.SubscriberLoaded} or {@link
   * LiveSocket.Message.Terminate}.
   */
  @Override
  public void loadSubscriber() {
    long epoch = requireTicket().epoch();
    ask(
        new GuildQuery.Me(),
        reply ->
            switch (reply) {
              case GuildReply.Answered(QueryResult.Me me, long revision) ->
                  new LiveSocket.Message.SubscriberLoaded(Subscriber.of(me, epoch, revision));
              case GuildReply.Refused(Refusal.Forbidden _) -> terminate(CloseReasons.FORBIDDEN);
              case GuildReply.Refused _ -> terminate(CloseReasons.TOKEN_EXPIRED);
              case null -> terminate(CloseReasons.TRY_AGAIN);
              case GuildReply.Busy _, GuildReply.Unavailable _, GuildReply.Degraded _ ->
                  terminate(CloseReasons.TRY_AGAIN);
              case GuildReply.Answered _, GuildReply.Done _ -> unexpected(reply);
            });
  }

  /**
   * Starts {@link #loadSubscriber} unless a query is pending, after which it is repeated anyway.
   */
  void refreshSubscriber() {
    if (!pending) {
      loadSubscriber();
    }
  }

  /** Answered by {@link LiveSocket.Message.TaskLoaded} or {@link LiveSocket.Message.Terminate}. */
  @Override
  public void loadTask(TaskId id) {
    ask(
        new GuildQuery.OneTask(new TaskRef.ById(id)),
        reply ->
            switch (reply) {
              case GuildReply.Answered(QueryResult.OneTask result, long revision) ->
                  new LiveSocket.Message.TaskLoaded(id, result.task(), revision);
              case GuildReply.Refused(Refusal.UnknownTask _) ->
                  new LiveSocket.Message.TaskLoaded(id, null, 0);
              case GuildReply.Refused _ -> terminate(CloseReasons.TOKEN_EXPIRED);
              case null -> terminate(CloseReasons.TRY_AGAIN);
              case GuildReply.Busy _, GuildReply.Unavailable _, GuildReply.Degraded _ ->
                  terminate(CloseReasons.TRY_AGAIN);
              case GuildReply.Answered _, GuildReply.Done _ -> unexpected(reply);
            });
  }

  /**
   * Answered by {@link LiveSocket.Message.EventsReplayed} or {@link LiveSocket.Message.Terminate}.
   */
  @Override
  public void replayAfter(long after) {
    pending = true;
    context.pipeToSelf(
        sockets
            .catchUpLimiter()
            .run(
                guild, () -> sockets.eventHistory().after(guild, after, PAGE_SIZE, MAX_PAGE_BYTES)),
        (events, _) -> replayed(events));
  }

  private static LiveSocket.Message replayed(@Nullable List<EventHistory.JournaledEvent> events) {
    return events == null || events.isEmpty()
        ? terminate(CloseReasons.TRY_AGAIN)
        : new LiveSocket.Message.EventsReplayed(events);
  }

  private void ask(GuildQuery query, Function<@Nullable GuildReply, LiveSocket.Message> toMessage) {
    pending = true;
    var caller =
        new Caller.Person(
            new MemberId(requireTicket().userId()),
            new MembershipEvidence.FromToken(requireTicket().epoch()),
            Origin.DASHBOARD);
    context.pipeToSelf(
        sockets
            .guilds()
            .answer(new QueryEnvelope(guild, sockets.guilds().clock().instant(), caller, query)),
        (reply, _) -> toMessage.apply(reply));
  }

  /** A programming error: it is logged here, because the client is only told to try again. */
  private static LiveSocket.Message unexpected(GuildReply reply) {
    LOG.error("Unexpected guild reply to a query of a WebSocket: {}", reply.getClass().getName());
    return terminate(CloseReasons.TRY_AGAIN);
  }

  private SocketTicketStore.Ticket requireTicket() {
    if (ticket == null) {
      throw new IllegalStateException("no ticket was accepted yet");
    }
    return ticket;
  }

  private static LiveSocket.Message terminate(ConnectionState.CloseReason reason) {
    return new LiveSocket.Message.Terminate(reason);
  }
}
