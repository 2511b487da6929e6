package dcm.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.entity.GuildClient;
import dcm.entity.GuildException;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.reply.Refusal;
import dcm.guild.value.CommandId;
import dcm.http.pipeline.GuildRequest;
import dcm.http.problem.FailureProblems;
import dcm.http.problem.RefusalProblems;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The guilds as requests see them: builds envelopes of a request, and executes a POST with an
 * {@code Idempotency-Key} at most once. Every stage fails as {@link GuildClient} does.
 */
public final class HttpGuildClient {
  private final GuildClient guilds;
  private final Idempotency idempotency = new Idempotency();

  public HttpGuildClient(GuildClient guilds) {
    this.guilds = guilds;
  }

  /**
   * Asks for a result and the guild's revision.
   *
   * @param resultType the type of result that the query has
   */
  <A extends QueryResult> CompletionStage<GuildClient.Answer<A>> askVersioned(
      GuildRequest request, GuildQuery query, Class<A> resultType) {
    var envelope =
        new QueryEnvelope(
            request.guild(), request.apiRequest().receivedAt(), request.caller(), query);
    return forTokenHolder(
        request.apiRequest().observation().ask(() -> guilds.ask(envelope, resultType)));
  }

  /**
   * Asks for a result.
   *
   * @param resultType the type of result that the query has
   */
  <A extends QueryResult> CompletionStage<A> ask(
      GuildRequest request, GuildQuery query, Class<A> resultType) {
    return askVersioned(request, query, resultType).thenApply(GuildClient.Answer::result);
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
    return forTokenHolder(request.apiRequest().observation().ask(() -> guilds.decide(envelope)));
  }

  /** A former member is told that the token ended with the membership. */
  private static <T> CompletionStage<T> forTokenHolder(CompletionStage<T> reply) {
    return reply.exceptionally(failure -> {
      throw FailureProblems.unwrap(failure) instanceof GuildException.RefusedException refused
              && refused.refusal() instanceof Refusal.NotAMember
          ? RefusalProblems.toProblem(new Refusal.StaleToken()).asException()
          : new CompletionException(FailureProblems.unwrap(failure));
    });
  }
}
