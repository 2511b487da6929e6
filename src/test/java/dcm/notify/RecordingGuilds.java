package dcm.notify;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.NotificationCommand;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Records the commands sent to guilds; can be unavailable. */
final class RecordingGuilds implements Function<CommandEnvelope, CompletionStage<GuildReply>> {
  static final GuildReply ACCEPTED =
      new GuildReply.Done(new Outcome(1, new Outcome.NoSubject()), false);

  private final List<CommandEnvelope> envelopes = new ArrayList<>();
  private final List<CompletionStage<GuildReply>> answers = new ArrayList<>();

  /** The next replies, in order; afterwards the guild accepts everything. */
  synchronized void answerNext(int times, CompletionStage<GuildReply> answer) {
    for (int i = 0; i < times; i++) {
      answers.add(answer);
    }
  }

  @Override
  public synchronized CompletionStage<GuildReply> apply(CommandEnvelope envelope) {
    envelopes.add(envelope);
    return answers.isEmpty() ? CompletableFuture.completedFuture(ACCEPTED) : answers.removeFirst();
  }

  synchronized List<CommandEnvelope> envelopes() {
    return List.copyOf(envelopes);
  }

  /** {@code delivery:arrived} or {@code delivery:code}, with an exclamation mark when permanent. */
  List<String> reports() {
    return envelopes().stream()
        .map(envelope ->
            switch ((NotificationCommand) envelope.command()) {
              case NotificationCommand.Deliver(var id, var messageId) -> id + ":" + messageId;
              case NotificationCommand.Fail(var id, var code, var permanent) ->
                  id + ":" + code + (permanent ? "!" : "");
              case NotificationCommand.Withdraw(var id) -> id + ":withdrawn";
              case NotificationCommand.MarkOutageShown _,
                  NotificationCommand.WakeUp _,
                  NotificationCommand.MarkRead _ ->
                  "?";
            })
        .toList();
  }
}
