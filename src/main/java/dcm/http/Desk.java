package dcm.http;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.entity.Guilds;
import dcm.guild.Answer;
import dcm.guild.CommandId;
import dcm.guild.GuildCommand;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.Outcome;
import dcm.guild.Question;
import dcm.guild.Request;
import java.util.concurrent.CompletionStage;

/** Puts questions and commands to the guild; what the guild refuses leaves as {@link Rejected}. */
final class Desk {
  private final Guilds guilds;
  private final Idempotency idempotency = new Idempotency();

  /**
   * @param revision the guild's revision that the answer shows
   */
  record Answered(Answer answer, long revision) {}

  Desk(Guilds guilds) {
    this.guilds = guilds;
  }

  CompletionStage<Answered> ask(GuildKnock knock, GuildQuery query) {
    var question = new Question(knock.guild(), knock.knock().at(), knock.caller(), query);
    return knock
        .knock()
        .visit()
        .during(() -> guilds.answer(question))
        .thenApply(reply ->
            switch (reply) {
              case GuildReply.Answered answered ->
                  new Answered(answered.answer(), answered.revision());
              case GuildReply.Declined declined ->
                  throw Refusals.toTokenHolder(declined.refusal()).asException();
              case GuildReply.Busy _ -> throw Problems.busy().asException();
              case GuildReply.Unavailable _ -> throw Problems.moving().asException();
              case GuildReply.Degraded degraded -> throw Problems.degraded(degraded).asException();
              case GuildReply.Done _ -> throw mixedUp(query);
            });
  }

  /**
   * Asks for an answer of one kind.
   *
   * @param kind what the query is answered with, as its Javadoc says
   */
  <A extends Answer> CompletionStage<A> ask(GuildKnock knock, GuildQuery query, Class<A> kind) {
    return ask(knock, query).thenApply(answered -> kind.cast(answered.answer()));
  }

  /**
   * Has the guild carry out a command: at most once for each {@code Idempotency-Key} of a POST.
   *
   * @param body what the caller sent, for the fingerprint
   */
  CompletionStage<Outcome> command(GuildKnock knock, JsonNode body, GuildCommand command) {
    var key =
        knock.knock().method().equals("POST")
            ? knock.knock().header("Idempotency-Key")
            : java.util.Optional.<String>empty();
    var id = Idempotency.commandId(key, knock.guild(), knock.caller().id());
    return idempotency.once(id, () -> decide(knock, body, command, id));
  }

  private CompletionStage<Outcome> decide(
      GuildKnock knock, JsonNode body, GuildCommand command, CommandId id) {
    var fingerprint = Idempotency.fingerprint(knock.knock().method(), knock.knock().path(), body);
    var request =
        new Request(knock.guild(), id, fingerprint, knock.knock().at(), knock.caller(), command);
    return knock
        .knock()
        .visit()
        .during(() -> guilds.decide(request))
        .thenApply(reply ->
            switch (reply) {
              case GuildReply.Done done -> done.outcome();
              case GuildReply.Declined declined ->
                  throw Refusals.toTokenHolder(declined.refusal()).asException();
              case GuildReply.Busy _ -> throw Problems.busy().asException();
              case GuildReply.Unavailable _ -> throw Problems.moving().asException();
              case GuildReply.Degraded degraded -> throw Problems.degraded(degraded).asException();
              case GuildReply.Answered _ -> throw mixedUp(command);
            });
  }

  private static IllegalStateException mixedUp(Object asked) {
    return new IllegalStateException(
        "the guild answered something else to " + asked.getClass().getSimpleName());
  }
}
