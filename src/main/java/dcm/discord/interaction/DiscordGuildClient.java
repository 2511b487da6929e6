package dcm.discord.interaction;

import dcm.discord.interaction.InteractionException.GuildBusyException;
import dcm.discord.interaction.InteractionException.GuildDegradedException;
import dcm.discord.interaction.InteractionException.RefusedException;
import dcm.discord.message.TaskView;
import dcm.entity.Guilds;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.guild.value.GuildSettings;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Client of the guilds for interactions. Every stage fails with {@link RefusedException} when the
 * guild refuses, with {@link GuildBusyException} when it is busy, with {@link
 * GuildDegradedException} when its journal cannot be replayed, and as {@link Guilds} does
 * otherwise.
 */
public final class DiscordGuildClient {
  private final Function<CommandEnvelope, CompletionStage<GuildReply>> commands;
  private final Function<QueryEnvelope, CompletionStage<GuildReply>> queries;

  public DiscordGuildClient(Guilds guilds) {
    this(guilds::decide, guilds::answer);
  }

  /**
   * @param commands sends a command to its guild, as {@link Guilds#decide} does
   * @param queries sends a query to its guild, as {@link Guilds#answer} does
   */
  DiscordGuildClient(
      Function<CommandEnvelope, CompletionStage<GuildReply>> commands,
      Function<QueryEnvelope, CompletionStage<GuildReply>> queries) {
    this.commands = commands;
    this.queries = queries;
  }

  public CompletionStage<Outcome> decide(InteractionContext context, GuildCommand command) {
    var envelope =
        new CommandEnvelope(
            context.guild(),
            context.commandId(),
            context.fingerprint(),
            context.receivedAt(),
            context.caller(),
            command);
    return context
        .observation()
        .observe(() -> commands.apply(envelope))
        .thenApply(reply ->
            switch (reply) {
              case GuildReply.Done done -> done.outcome();
              case GuildReply.Answered _ -> throw unexpectedReply(reply);
              case GuildReply.Refused refused -> throw new RefusedException(refused.refusal());
              case GuildReply.Busy _ -> throw new GuildBusyException();
              case GuildReply.Unavailable _ ->
                  throw new Guilds.GuildUnavailableException("the guild is moving to another node");
              case GuildReply.Degraded degraded -> throw new GuildDegradedException(degraded);
            });
  }

  /** Sends a command that the user did not ask for; the reply is returned as it is. */
  public CompletionStage<GuildReply> decide(
      GuildId guild, CommandId id, Caller caller, Instant at, GuildCommand command) {
    return commands.apply(
        new CommandEnvelope(guild, id, command.commandKind(), at, caller, command));
  }

  /** As {@link #decide}, for commands on a task: returns the task after the command. */
  public CompletionStage<TaskView> decideOnTask(InteractionContext context, GuildCommand command) {
    return decide(context, command)
        .thenApply(outcome -> {
          if (outcome.subject() instanceof Outcome.TaskSubject subject) {
            return TaskView.of(subject);
          }
          throw new IllegalStateException("expected a task, not " + outcome.subject());
        });
  }

  /**
   * @param resultType the type of this query's result
   */
  public <A extends QueryResult> CompletionStage<A> ask(
      InteractionContext context, GuildQuery query, Class<A> resultType) {
    return context
        .observation()
        .observe(
            () -> ask(context.guild(), context.receivedAt(), context.caller(), query, resultType));
  }

  public <A extends QueryResult> CompletionStage<A> ask(
      GuildId guild, Instant at, Caller caller, GuildQuery query, Class<A> resultType) {
    return queries
        .apply(new QueryEnvelope(guild, at, caller, query))
        .thenApply(reply ->
            switch (reply) {
              case GuildReply.Answered answered -> resultType.cast(answered.answer());
              case GuildReply.Done _ -> throw unexpectedReply(reply);
              case GuildReply.Refused refused -> throw new RefusedException(refused.refusal());
              case GuildReply.Busy _ -> throw new GuildBusyException();
              case GuildReply.Unavailable _ ->
                  throw new Guilds.GuildUnavailableException("the guild is moving to another node");
              case GuildReply.Degraded degraded -> throw new GuildDegradedException(degraded);
            });
  }

  public CompletionStage<GuildSettings> settings(InteractionContext context) {
    return ask(context, new GuildQuery.ShowSettings(), QueryResult.ShownSettings.class)
        .thenApply(QueryResult.ShownSettings::settings);
  }

  private static IllegalStateException unexpectedReply(GuildReply reply) {
    return new IllegalStateException("unexpected reply: " + reply);
  }
}
