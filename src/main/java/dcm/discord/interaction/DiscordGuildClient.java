package dcm.discord.interaction;

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

/**
 * The guilds, as a knock finds them. Every stage fails with {@link RefusedException} when the guild
 * says no, with {@link GuildBusyException} when it is busy, with {@link GuildDegradedException}
 * when it cannot be read, and as {@link Guilds} does otherwise.
 */
public final class DiscordGuildClient {
  private final Guilds guilds;

  public DiscordGuildClient(Guilds guilds) {
    this.guilds = guilds;
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
        .observe(() -> guilds.decide(envelope))
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

  /** What follows from an interaction by itself, beside what it asked for. */
  public CompletionStage<GuildReply> decide(
      GuildId guild, CommandId id, Caller caller, Instant at, GuildCommand command) {
    return guilds.decide(
        new CommandEnvelope(guild, id, command.commandKind(), at, caller, command));
  }

  /** As {@link #decide}, for commands on a task: the task as it is afterwards. */
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
   * @param kind of answer that this query has
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
    return guilds
        .answer(new QueryEnvelope(guild, at, caller, query))
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
