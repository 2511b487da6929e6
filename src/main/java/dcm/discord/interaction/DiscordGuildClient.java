package dcm.discord.interaction;

import dcm.discord.message.TaskView;
import dcm.entity.GuildClient;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.guild.value.GuildSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The guilds as interactions see them: builds envelopes of an interaction's context. Every stage
 * fails as {@link GuildClient} does.
 */
public final class DiscordGuildClient {
  private final GuildClient guilds;

  public DiscordGuildClient(GuildClient guilds) {
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
    return context.observation().observe(() -> guilds.decide(envelope));
  }

  /**
   * Sends a command of an interaction that needs several.
   *
   * @param part names the command among those of the interaction, for its id
   */
  public CompletionStage<Outcome> decide(
      InteractionContext context, String part, GuildCommand command) {
    var envelope =
        new CommandEnvelope(
            context.guild(),
            context.commandId(part),
            context.fingerprint(),
            context.receivedAt(),
            context.caller(),
            command);
    return context.observation().observe(() -> guilds.decide(envelope));
  }

  /**
   * Sends a command that takes effect once, however often the user asks for it.
   *
   * @param key names the command among those of the user in the guild
   */
  public CompletionStage<Outcome> decideOnce(
      InteractionContext context, String key, GuildCommand command) {
    String name = "discord:once:" + context.guild() + ":" + context.caller().id() + ":" + key;
    var envelope =
        new CommandEnvelope(
            context.guild(),
            new CommandId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))),
            "discord:" + key,
            context.receivedAt(),
            context.caller(),
            command);
    return context.observation().observe(() -> guilds.decide(envelope));
  }

  /** Sends a command that the user did not ask for. */
  public CompletionStage<Outcome> decide(
      GuildId guild, CommandId id, Caller caller, Instant at, GuildCommand command) {
    return guilds.decide(
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
    return guilds
        .ask(new QueryEnvelope(guild, at, caller, query), resultType)
        .thenApply(GuildClient.Answer::result);
  }

  public CompletionStage<GuildSettings> settings(InteractionContext context) {
    return ask(context, new GuildQuery.ShowSettings(), QueryResult.ShownSettings.class)
        .thenApply(QueryResult.ShownSettings::settings);
  }
}
