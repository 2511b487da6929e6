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
import dcm.http.problem.ProblemException;
import dcm.http.problem.RefusalProblems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The guilds as requests see them: builds envelopes of a request, and executes a POST with an
 * {@code Idempotency-Key} at most once. Every stage fails as {@link GuildClient} does.
 */
public final class HttpGuildClient {
  /** Maximum number of commands of one request. */
  static final int MAX_PARTS = 200;

  /** As many as the guild decides together. */
  private static final int GROUP_SIZE = 100;

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
    var id =
        key(request)
            .map(text -> Idempotency.commandId(text, request.guild(), request.caller().id()))
            .orElseGet(() -> new CommandId(request.apiRequest().newId()));
    return idempotency.runOnce(id, () -> execute(request, fingerprint(request, body), command, id));
  }

  private static String fingerprint(GuildRequest request, JsonNode body) {
    return Idempotency.fingerprint(
        request.apiRequest().method(), request.apiRequest().path(), body);
  }

  private static Optional<String> key(GuildRequest request) {
    return request.apiRequest().method().equals("POST")
        ? request.apiRequest().header("Idempotency-Key")
        : Optional.empty();
  }

  /**
   * Sends the commands that one request consists of. The guild decides each of them as if it came
   * alone; those that wait for a write are decided together. With an {@code Idempotency-Key} each
   * has an id derived from it, so that a repeated request completes what the first one left.
   *
   * @param body of the request, for the fingerprint
   * @return each command's result, in their order; the stage fails when nothing was done because of
   *     the request as a whole
   */
  CompletionStage<List<PartResult>> commands(
      GuildRequest request, JsonNode body, List<? extends GuildCommand> commands) {
    return commands(
        request,
        body,
        () -> CompletableFuture.<List<GuildCommand>>completedFuture(List.copyOf(commands)));
  }

  /**
   * As the other one, of commands that are made when it is certain that the key was not used for
   * another request.
   */
  <C extends GuildCommand> CompletionStage<List<PartResult>> commands(
      GuildRequest request, JsonNode body, Supplier<CompletionStage<List<C>>> commands) {
    var key = key(request);
    var whole =
        key.map(text -> Idempotency.commandId(text, request.guild(), request.caller().id()))
            .orElseGet(() -> new CommandId(request.apiRequest().newId()));
    var fingerprint = fingerprint(request, body);
    return idempotency.runOnce(
        whole,
        () ->
            checkReuse(request, fingerprint, key.isPresent() ? whole : null)
                .thenCompose(_ -> commands.get())
                .thenCompose(made ->
                    executeInGroups(
                        request,
                        fingerprint,
                        made,
                        Idempotency.partIds(whole, made.size()),
                        List.of())));
  }

  /**
   * Sends a command that prepares those of the request. It has an id of its own each time: the
   * caller sends it only while its effect is missing.
   */
  CompletionStage<Outcome> prepare(GuildRequest request, JsonNode body, GuildCommand command) {
    return execute(
        request, fingerprint(request, body), command, new CommandId(request.apiRequest().newId()));
  }

  /**
   * Checks that the key was not used for another request. Otherwise parts that the former request
   * did not have would be executed, before another part shows the misuse.
   *
   * @param whole null: there is no key
   */
  private CompletionStage<?> checkReuse(
      GuildRequest request, String fingerprint, @Nullable CommandId whole) {
    return whole == null
        ? CompletableFuture.completedFuture(null)
        : ask(
            request,
            new GuildQuery.CheckCommandIds(Idempotency.partIds(whole, MAX_PARTS), fingerprint),
            QueryResult.Permitted.class);
  }

  /** Sends the next group when the former is answered: the guild's queue is bounded. */
  private CompletionStage<List<PartResult>> executeInGroups(
      GuildRequest request,
      String fingerprint,
      List<? extends GuildCommand> commands,
      List<CommandId> ids,
      List<PartResult> done) {
    if (done.size() == commands.size()) {
      return CompletableFuture.completedFuture(done);
    }
    var sent = new ArrayList<CompletionStage<PartResult>>();
    for (int i = done.size(); i < Math.min(done.size() + GROUP_SIZE, commands.size()); i++) {
      sent.add(
          execute(request, fingerprint, commands.get(i), ids.get(i))
              .handle(PartResult::of)
              .thenApply(result -> result.unlessAboutRequest()));
    }
    CompletionStage<List<PartResult>> all =
        CompletableFuture.completedFuture(new ArrayList<>(done));
    for (var each : sent) {
      all =
          all.thenCombine(
              each,
              (some, next) -> {
                some.add(next);
                return some;
              });
    }
    return all.thenCompose(
        results -> executeInGroups(request, fingerprint, commands, ids, results));
  }

  /**
   * The result of one of a request's commands: exactly one is not null.
   *
   * @param failure without the wrappers of stages
   */
  record PartResult(@Nullable Outcome outcome, @Nullable Throwable failure) {
    static PartResult of(@Nullable Outcome outcome, @Nullable Throwable failure) {
      return new PartResult(outcome, failure == null ? null : FailureProblems.unwrap(failure));
    }

    /** Fails with a refusal that concerns every part. */
    PartResult unlessAboutRequest() {
      if (failure instanceof ProblemException problem) {
        throw problem;
      }
      if (failure instanceof GuildException.RefusedException refused
          && switch (refused.refusal()) {
            case Refusal.UnknownGuild _, Refusal.StaleToken _, Refusal.KeyReused _ -> true;
            default -> false;
          }) {
        throw refused;
      }
      return this;
    }
  }

  private CompletionStage<Outcome> execute(
      GuildRequest request, String fingerprint, GuildCommand command, CommandId id) {
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
