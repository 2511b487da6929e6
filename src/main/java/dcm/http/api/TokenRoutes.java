package dcm.http.api;

import dcm.auth.AccessTokens;
import dcm.auth.CookieSpec;
import dcm.auth.DiscordMemberships;
import dcm.auth.LoginService;
import dcm.entity.GuildClient;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.http.HttpDependencies;
import dcm.http.json.ApiJson;
import dcm.http.pipeline.ApiRequest;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.GuildRequest;
import dcm.http.pipeline.Responses;
import dcm.http.problem.FailureProblems;
import dcm.http.problem.Problems;
import dcm.http.problem.RefusalProblems;
import dcm.http.security.Cookies;
import dcm.http.security.SameOriginCheck;
import dcm.redis.BrowserSessionStore;
import dcm.redis.RateLimiter;
import dcm.redis.SocketTicketStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Issues access tokens for one guild to a browser session, and WebSocket tickets to an access
 * token. Each time Discord is asked for the member's roles and the guild stores them; only then a
 * token with the resulting epoch is issued.
 */
public final class TokenRoutes {
  private final LoginService logins;
  private final AccessTokens tokens;
  private final SocketTicketStore tickets;
  private final RateLimiter limits;
  private final GuildClient guilds;
  private final HttpGuildClient client;
  private final Set<String> allowedOrigins;
  private final CookieSpec refreshCookie;

  public TokenRoutes(
      HttpDependencies dependencies,
      GuildClient guilds,
      HttpGuildClient client,
      Set<String> allowedOrigins) {
    this.guilds = guilds;
    this.client = client;
    this.logins = dependencies.logins();
    this.tokens = dependencies.tokens();
    this.tickets = dependencies.tickets();
    this.limits = dependencies.limits();
    this.allowedOrigins = allowedOrigins;
    this.refreshCookie = CookieSpec.refresh(dependencies.auth());
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.open("POST", "/api/v1/guilds/{gid}/token", this::token),
        Endpoint.inGuild("POST", "/ws-ticket", this::ticket));
  }

  private CompletionStage<HttpResponse> token(ApiRequest request) {
    SameOriginCheck.requireSameOrigin(request, allowedOrigins);
    var cookie =
        Cookies.read(request, refreshCookie).orElseThrow(() -> Problems.noSession().asException());
    return logins
        .renew(cookie)
        .thenCompose(renewal ->
            switch (renewal) {
              case LoginService.SessionRenewal.SignedOut(var cookieExpired) ->
                  Responses.completed(
                      cookieExpired
                          ? signedOut(request)
                          : problem(request, Problems.noSession().asException()));
              case LoginService.SessionRenewal.Renewed(var session, var newRefresh) ->
                  issueToken(request, session, Cookies.set(refreshCookie, newRefresh));
            });
  }

  private HttpResponse signedOut(ApiRequest request) {
    return problem(request, Problems.noSession().asException())
        .addHeader(Cookies.clear(refreshCookie));
  }

  private static HttpResponse problem(ApiRequest request, Throwable failure) {
    var incident = Responses.newIncident();
    return Responses.problem(
        FailureProblems.toProblem(failure, request.method(), incident),
        incident,
        request.method(),
        request.path());
  }

  /**
   * Issues an access token.
   *
   * @param renewedCookie is sent with every outcome while the session lasts: a 401 of the guild
   *     concerns the token, not the session
   */
  private CompletionStage<HttpResponse> issueToken(
      ApiRequest request, BrowserSessionStore.Session session, HttpHeader renewedCookie) {
    GuildId guild;
    try {
      guild = GuildId.of(request.variable("gid"));
    } catch (IllegalArgumentException invalidId) {
      return Responses.completed(
          problem(request, RefusalProblems.unknownGuild().asException()).addHeader(renewedCookie));
    }
    return limits
        .tryAcquire(guild.value(), session.userId())
        .thenCompose(decision -> {
          if (!decision.allowed()) {
            throw Problems.tooManyRequests(decision.retryAfterSeconds()).asException();
          }
          return logins.memberships().lookup(session, guild);
        })
        .thenCompose(lookup ->
            switch (lookup) {
              case DiscordMemberships.MembershipLookup.NotAMember _ ->
                  throw RefusalProblems.unknownGuild().asException();
              case DiscordMemberships.MembershipLookup.SignedOut _ ->
                  Responses.completed(signedOut(request));
              case DiscordMemberships.MembershipLookup.Present(var member, var evidence) ->
                  observeMember(request, guild, member, evidence)
                      .thenCompose(observed -> checkDashboardAccess(request, guild, observed))
                      .thenCompose(observed ->
                          tokens.issue(guild, member, evidence, observed.epoch(), session.id()))
                      .thenApply(minted -> tokenResponse(request, minted).addHeader(renewedCookie));
            })
        .exceptionally(failure -> problem(request, failure).addHeader(renewedCookie));
  }

  private static HttpResponse tokenResponse(ApiRequest request, AccessTokens.IssuedToken minted) {
    return noStore(
        Responses.json(
            ApiJson.object()
                .put("token", minted.token())
                .put("expiresIn", seconds(request.receivedAt(), minted.claims().expiresAt()))
                .put("epoch", minted.claims().epoch())));
  }

  private CompletionStage<Member> observeMember(
      ApiRequest request, GuildId guild, MemberId member, MembershipEvidence.FromDiscord evidence) {
    GuildCommand command = new MemberCommand.Observe(member, evidence);
    return guilds
        .decide(
            new CommandEnvelope(
                guild,
                new CommandId(request.newId()),
                "token",
                request.receivedAt(),
                new Caller.SystemCaller(),
                command))
        .thenApply(outcome -> {
          if (outcome.subject() instanceof Outcome.MemberSubject(Member observed)) {
            return observed;
          }
          throw new IllegalStateException(
              "observation of a member without a member as its outcome");
        });
  }

  /**
   * Checks access to the dashboard first: every request with the token would be refused otherwise.
   */
  private CompletionStage<Member> checkDashboardAccess(
      ApiRequest request, GuildId guild, Member observed) {
    var caller =
        new Caller.Person(
            observed.id(), new MembershipEvidence.FromToken(observed.epoch()), Origin.DASHBOARD);
    return guilds
        .ask(
            new QueryEnvelope(guild, request.receivedAt(), caller, new GuildQuery.Me()),
            QueryResult.Me.class)
        .thenApply(_ -> observed);
  }

  /** Issues a ticket. The guild is asked first, so that a stale token is rejected here as well. */
  private CompletionStage<HttpResponse> ticket(GuildRequest request) {
    var grant = request.grant();
    return client
        .ask(request, new GuildQuery.Me(), QueryResult.Me.class)
        .thenCompose(_ ->
            tickets.issue(
                new SocketTicketStore.Ticket(
                    grant.guild().value(),
                    grant.caller().id().value(),
                    grant.session(),
                    grant.epoch(),
                    grant.expiresAt())))
        .thenApply(ticket ->
            noStore(
                Responses.json(
                    ApiJson.object()
                        .put("ticket", ticket.secret())
                        .put("expiresIn", SocketTicketStore.TTL.toSeconds()))));
  }

  private static HttpResponse noStore(HttpResponse response) {
    return response
        .removeHeader("Cache-Control")
        .addHeader(Responses.header("Cache-Control", "no-store"));
  }

  private static long seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toSeconds());
  }
}
