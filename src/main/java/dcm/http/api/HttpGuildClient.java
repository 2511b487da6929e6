package dcm.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.entity.Guilds;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import dcm.guild.value.CommandId;
import dcm.http.pipeline.GuildRequest;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import dcm.http.problem.RefusalProblems;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Sends queries and commands to the guild; a reply other than success becomes a {@link
 * ProblemException}.
 */
public final class HttpGuildClient {
  private final Guilds guilds;
  private final Idempotency idempotency = new Idempotency();

  /**
   * A result with the guild's revision.
   *
   * @param revision that the result reflects
   */
  record VersionedResult(QueryResult result, long revision) {}

  public HttpGuildClient(Guilds guilds) {
    this.guilds = guilds;
  }

  CompletionStage<VersionedResult> ask(GuildRequest request, GuildQuery query) {
    var envelope =
        new QueryEnvelope(
            request.guild(), request.apiRequest().receivedAt(), request.caller(), query);
    return request
        .apiRequest()
        .observation()
        .inSpan(() -> guilds.answer(envelope))
        .thenApply(reply ->
            switch (reply) {
              case GuildReply.Answered answered ->
                  new VersionedResult(answered.answer(), answered.revision());
              case GuildReply.Refused refused ->
                  throw RefusalProblems.toTokenHolderProblem(refused.refusal()).asException();
              case GuildReply.Busy _ -> throw Problems.busy().asException();
              case GuildReply.Unavailable _ -> throw Problems.guildUnavailable().asException();
              case GuildReply.Degraded degraded -> throw Problems.degraded(degraded).asException();
              case GuildReply.Done _ -> throw unexpectedReply(query);
            });
  }

  /**
   * Asks for a result of one type.
   *
   * @param resultType the type of result that the query has
   */
  <A extends QueryResult> CompletionStage<A> ask(
      GuildRequest request, GuildQuery query, Class<A> resultType) {
    return ask(request, query).thenApply(answered -> resultType.cast(answered.result()));
  }

  /**
   * Sends a command. A POST with an {@code Idempotency-Key} is executed at most once per key.
   *
   * @param body of the request, for the fingerprint
   */
  CompletionStage<Outcome> command(GuildRequest request, JsonNode body, GuildCommand command) {
    var key =
        request.apiRequest().method().equals("POST")
            ? request.apiRequest().header("Idempotency-Key")
            : Optional.<String>empty();
    var id =
        key.map(text -> Idempotency.commandId(text, request.guild(), request.caller().id()))
            .orElseGet(() -> new CommandId(request.apiRequest().newId()));
    return idempotency.runOnce(id, () -> execute(request, body, command, id));
  }

  private CompletionStage<Outcome> execute(
      GuildRequest request, JsonNode body, GuildCommand command, CommandId id) {
    var fingerprint =
        Idempotency.fingerprint(request.apiRequest().method(), request.apiRequest().path(), body);
    var envelope =
        new CommandEnvelope(
            request.guild(),
            id,
            fingerprint,
            request.apiRequest().receivedAt(),
            request.caller(),
            command);
    return request
        .apiRequest()
        .observation()
        .inSpan(() -> guilds.decide(envelope))
        .thenApply(reply ->
            switch (reply) {
              case GuildReply.Done done -> done.outcome();
              case GuildReply.Refused refused ->
                  throw RefusalProblems.toTokenHolderProblem(refused.refusal()).asException();
              case GuildReply.Busy _ -> throw Problems.busy().asException();
              case GuildReply.Unavailable _ -> throw Problems.guildUnavailable().asException();
              case GuildReply.Degraded degraded -> throw Problems.degraded(degraded).asException();
              case GuildReply.Answered _ -> throw unexpectedReply(command);
            });
  }

  private static IllegalStateException unexpectedReply(Object message) {
    return new IllegalStateException(
        "unexpected guild reply to " + message.getClass().getSimpleName());
  }
}
