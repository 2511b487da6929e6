package dcm.http;

import dcm.auth.AccessTokens;
import dcm.auth.Cookie;
import dcm.auth.Logins;
import dcm.auth.Place;
import dcm.auth.Renewal;
import dcm.entity.Guilds;
import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.Door;
import dcm.guild.GuildCommand;
import dcm.guild.GuildId;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.Member;
import dcm.guild.MemberCommand;
import dcm.guild.Outcome;
import dcm.guild.Question;
import dcm.guild.Request;
import dcm.guild.Standing;
import dcm.redis.RateLimits;
import dcm.redis.Session;
import dcm.redis.Ticket;
import dcm.redis.Tickets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * From a browser's session to a token for one guild, and from that to a ticket for its WebSocket.
 * Discord is asked for the member's roles each time, the guild takes them over, and only then a
 * token is made: it carries the epoch that the roles have.
 */
final class TokenRoutes {
  private final Logins logins;
  private final AccessTokens tokens;
  private final Tickets tickets;
  private final RateLimits limits;
  private final Guilds guilds;
  private final Desk desk;
  private final Set<String> ours;
  private final Cookie refresh;

  TokenRoutes(Rooms rooms, Desk desk, Set<String> ours) {
    this.desk = desk;
    this.logins = rooms.logins();
    this.tokens = rooms.tokens();
    this.tickets = rooms.tickets();
    this.limits = rooms.limits();
    this.guilds = rooms.guilds();
    this.ours = ours;
    this.refresh = Cookie.refresh(rooms.auth());
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.open("POST", "/api/v1/guilds/{gid}/token", this::token),
        Endpoint.inGuild("POST", "/ws-ticket", this::ticket));
  }

  private CompletionStage<HttpResponse> token(Knock knock) {
    Origins.checkSameSite(knock, ours);
    var cookie = Cookies.read(knock, refresh).orElseThrow(() -> Problems.noSession().asException());
    return logins
        .renew(cookie)
        .thenCompose(renewal ->
            switch (renewal) {
              case Renewal.SignedOut(var cookieIsOld) ->
                  Replies.now(
                      cookieIsOld
                          ? signedOut(knock)
                          : problem(knock, Problems.noSession().asException()));
              case Renewal.Renewed(var session, var next) ->
                  enter(knock, session, Cookies.set(refresh, next));
            });
  }

  private HttpResponse signedOut(Knock knock) {
    return problem(knock, Problems.noSession().asException()).addHeader(Cookies.clear(refresh));
  }

  private static HttpResponse problem(Knock knock, Throwable failure) {
    var incident = Replies.incident();
    return Replies.problem(
        Failures.translate(failure, knock.method(), incident),
        incident,
        knock.method(),
        knock.path());
  }

  /**
   * @param renewed goes out whatever comes of this while the session lasts: a 401 of the guild is
   *     about the token, not about the session
   */
  private CompletionStage<HttpResponse> enter(Knock knock, Session session, HttpHeader renewed) {
    GuildId guild;
    try {
      guild = GuildId.of(knock.variable("gid"));
    } catch (IllegalArgumentException notASnowflake) {
      return Replies.now(problem(knock, Refusals.guild().asException()).addHeader(renewed));
    }
    return limits
        .knock(guild.value(), session.user())
        .thenCompose(verdict -> {
          if (!verdict.allowed()) {
            throw Problems.tooManyRequests(verdict.retryAfterSeconds()).asException();
          }
          return logins.memberships().standing(session, guild);
        })
        .thenCompose(place ->
            switch (place) {
              case Place.NotAMember _ -> throw Refusals.guild().asException();
              case Place.SignedOut _ -> Replies.now(signedOut(knock));
              case Place.Present(var member, var standing) ->
                  observe(knock, guild, member, standing)
                      .thenCompose(known -> mayEnter(knock, guild, known))
                      .thenCompose(known ->
                          tokens.mint(guild, member, standing, known.epoch(), session.id()))
                      .thenApply(minted -> minted(knock, minted).addHeader(renewed));
            })
        .exceptionally(failure -> problem(knock, failure).addHeader(renewed));
  }

  private static HttpResponse minted(Knock knock, AccessTokens.Minted minted) {
    return noStore(
        Replies.json(
            Json.object()
                .put("token", minted.token())
                .put("expiresIn", seconds(knock.at(), minted.claims().expiresAt()))
                .put("epoch", minted.claims().epoch())));
  }

  private CompletionStage<Member> observe(
      Knock knock, GuildId guild, dcm.guild.MemberId member, Standing.Witnessed standing) {
    GuildCommand seen = new MemberCommand.Observe(member, standing);
    return guilds
        .decide(
            new Request(
                guild,
                new CommandId(Ids.next()),
                "token",
                knock.at(),
                new Caller.Clockwork(),
                seen))
        .thenApply(reply -> {
          if (reply instanceof GuildReply.Done(Outcome outcome, boolean _)
              && outcome.subject() instanceof Outcome.OfMember(Member known)) {
            return known;
          }
          throw refused(reply);
        });
  }

  /** A token for somebody who may not use the dashboard would only be refused everywhere. */
  private CompletionStage<Member> mayEnter(Knock knock, GuildId guild, Member known) {
    var caller = new Caller.Person(known.id(), new Standing.Vouched(known.epoch()), Door.DASHBOARD);
    return guilds
        .answer(new Question(guild, knock.at(), caller, new GuildQuery.Me()))
        .thenApply(reply -> {
          if (reply instanceof GuildReply.Answered) {
            return known;
          }
          throw refused(reply);
        });
  }

  private static Rejected refused(GuildReply reply) {
    return switch (reply) {
      case GuildReply.Declined declined -> Refusals.translate(declined.refusal()).asException();
      case GuildReply.Busy _ -> Problems.busy().asException();
      case GuildReply.Unavailable _ -> Problems.moving().asException();
      case GuildReply.Degraded degraded -> Problems.degraded(degraded).asException();
      case GuildReply.Done _, GuildReply.Answered _ ->
          throw new IllegalStateException("the guild answered something else");
    };
  }

  /** The guild is asked first: a token that is stale is so here as well. */
  private CompletionStage<HttpResponse> ticket(GuildKnock knock) {
    var pass = knock.pass();
    return desk.ask(knock, new GuildQuery.Me())
        .thenCompose(_ ->
            tickets.issue(
                new Ticket(
                    pass.guild().value(),
                    pass.caller().id().value(),
                    pass.session(),
                    pass.epoch(),
                    pass.ends())))
        .thenApply(ticket ->
            noStore(
                Replies.json(
                    Json.object()
                        .put("ticket", ticket.secret())
                        .put("expiresIn", Tickets.LIFE.toSeconds()))));
  }

  private static HttpResponse noStore(HttpResponse response) {
    return response
        .removeHeader("Cache-Control")
        .addHeader(Replies.header("Cache-Control", "no-store"));
  }

  private static long seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toSeconds());
  }
}
