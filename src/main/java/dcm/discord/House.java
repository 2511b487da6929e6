package dcm.discord;

import dcm.entity.GuildUnavailable;
import dcm.entity.Guilds;
import dcm.guild.Answer;
import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.GuildCommand;
import dcm.guild.GuildId;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.Outcome;
import dcm.guild.Question;
import dcm.guild.Request;
import dcm.guild.Settings;
import dcm.guild.Task;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * The guilds, as a knock finds them. Every stage fails with {@link Declined} when the guild says
 * no, with {@link Overloaded} when it is busy, with {@link OutOfOrder} when it cannot be read, and
 * as {@link Guilds} does otherwise.
 */
final class House {
  private final Guilds guilds;

  House(Guilds guilds) {
    this.guilds = guilds;
  }

  CompletionStage<Outcome> decide(Knock knock, GuildCommand command) {
    var request =
        new Request(
            knock.guild(),
            knock.command(),
            knock.fingerprint(),
            knock.at(),
            knock.caller(),
            command);
    return knock
        .attendance()
        .during(() -> guilds.decide(request))
        .thenApply(reply ->
            switch (reply) {
              case GuildReply.Done done -> done.outcome();
              case GuildReply.Answered _ -> throw wrong(reply);
              case GuildReply.Declined declined -> throw new Declined(declined.refusal());
              case GuildReply.Busy _ -> throw new Overloaded();
              case GuildReply.Unavailable _ -> throw new GuildUnavailable("the guild is moving");
              case GuildReply.Degraded degraded -> throw new OutOfOrder(degraded);
            });
  }

  /** What follows from an interaction by itself, beside what it asked for. */
  CompletionStage<GuildReply> decide(
      GuildId guild, CommandId id, Caller caller, Instant at, GuildCommand command) {
    return guilds.decide(new Request(guild, id, command.commandKind(), at, caller, command));
  }

  /** As {@link #decide}, for commands on a task: the task as it is afterwards. */
  CompletionStage<Task> decideOnTask(Knock knock, GuildCommand command) {
    return decide(knock, command)
        .thenApply(outcome -> {
          if (outcome.subject() instanceof Outcome.OfTask(Task task)) {
            return task;
          }
          throw new IllegalStateException("expected a task, not " + outcome.subject());
        });
  }

  /**
   * @param kind of answer that this query has
   */
  <A extends Answer> CompletionStage<A> ask(Knock knock, GuildQuery query, Class<A> kind) {
    return knock
        .attendance()
        .during(() -> ask(knock.guild(), knock.at(), knock.caller(), query, kind));
  }

  <A extends Answer> CompletionStage<A> ask(
      GuildId guild, Instant at, Caller caller, GuildQuery query, Class<A> kind) {
    return guilds
        .answer(new Question(guild, at, caller, query))
        .thenApply(reply ->
            switch (reply) {
              case GuildReply.Answered answered -> kind.cast(answered.answer());
              case GuildReply.Done _ -> throw wrong(reply);
              case GuildReply.Declined declined -> throw new Declined(declined.refusal());
              case GuildReply.Busy _ -> throw new Overloaded();
              case GuildReply.Unavailable _ -> throw new GuildUnavailable("the guild is moving");
              case GuildReply.Degraded degraded -> throw new OutOfOrder(degraded);
            });
  }

  CompletionStage<Settings> settings(Knock knock) {
    return ask(knock, new GuildQuery.ShowSettings(), Answer.ShownSettings.class)
        .thenApply(Answer.ShownSettings::settings);
  }

  private static IllegalStateException wrong(GuildReply reply) {
    return new IllegalStateException("a reply to another question: " + reply);
  }
}
