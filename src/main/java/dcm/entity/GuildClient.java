package dcm.entity;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Client of the guilds for the edges, HTTP and Discord: a stage completes with what was asked for,
 * or fails with a {@link GuildException}.
 */
public final class GuildClient {
  private final Function<CommandEnvelope, CompletionStage<GuildReply>> commands;
  private final Function<QueryEnvelope, CompletionStage<GuildReply>> queries;

  /**
   * A result with the guild's revision.
   *
   * @param revision that the result reflects
   */
  public record Answer<A extends QueryResult>(A result, long revision) {}

  public GuildClient(Guilds guilds) {
    // no method references: the routes are also listed where there are no guilds
    this(envelope -> guilds.decide(envelope), envelope -> guilds.answer(envelope));
  }

  /**
   * @param commands sends a command to its guild, as {@link Guilds#decide} does
   * @param queries sends a query to its guild, as {@link Guilds#answer} does
   */
  public GuildClient(
      Function<CommandEnvelope, CompletionStage<GuildReply>> commands,
      Function<QueryEnvelope, CompletionStage<GuildReply>> queries) {
    this.commands = commands;
    this.queries = queries;
  }

  public CompletionStage<Outcome> decide(CommandEnvelope envelope) {
    return commands
        .apply(envelope)
        .thenApply(reply -> {
          if (reply instanceof GuildReply.Done(Outcome outcome, boolean _)) {
            return outcome;
          }
          throw toException(reply);
        });
  }

  /**
   * @param resultType the type of this query's result
   */
  public <A extends QueryResult> CompletionStage<Answer<A>> ask(
      QueryEnvelope envelope, Class<A> resultType) {
    return queries
        .apply(envelope)
        .thenApply(reply -> {
          if (reply instanceof GuildReply.Answered(QueryResult result, long revision)) {
            return new Answer<>(resultType.cast(result), revision);
          }
          throw toException(reply);
        });
  }

  private static RuntimeException toException(GuildReply reply) {
    return switch (reply) {
      case GuildReply.Refused(var refusal) -> new GuildException.RefusedException(refusal);
      case GuildReply.Busy _ -> new GuildException.BusyException();
      case GuildReply.Unavailable _ ->
          new GuildException.UnavailableException("the guild is moving to another node");
      case GuildReply.Degraded degraded -> new GuildException.DegradedException(degraded);
      case GuildReply.Done _, GuildReply.Answered _ ->
          new IllegalStateException("unexpected reply: " + reply.getClass().getSimpleName());
    };
  }
}
