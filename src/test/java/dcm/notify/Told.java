package dcm.notify;

import dcm.guild.GuildReply;
import dcm.guild.NotificationCommand;
import dcm.guild.Outcome;
import dcm.guild.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Guilds that keep what they were told, and may be away. */
final class Told implements Function<Request, CompletionStage<GuildReply>> {
  static final GuildReply FINE =
      new GuildReply.Done(new Outcome(1, new Outcome.OfNothing()), false);

  private final List<Request> requests = new ArrayList<>();
  private final List<CompletionStage<GuildReply>> answers = new ArrayList<>();

  /** The next answers, in order; afterwards the guild takes everything. */
  synchronized void answerNext(int times, CompletionStage<GuildReply> answer) {
    for (int i = 0; i < times; i++) {
      answers.add(answer);
    }
  }

  @Override
  public synchronized CompletionStage<GuildReply> apply(Request request) {
    requests.add(request);
    return answers.isEmpty() ? CompletableFuture.completedFuture(FINE) : answers.removeFirst();
  }

  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  /** {@code delivery:arrived} or {@code delivery:code}, with an exclamation mark when for good. */
  List<String> news() {
    return requests().stream()
        .map(request ->
            switch ((NotificationCommand) request.command()) {
              case NotificationCommand.Deliver(var id, var receipt) -> id + ":" + receipt;
              case NotificationCommand.Fail(var id, var code, var forGood) ->
                  id + ":" + code + (forGood ? "!" : "");
              case NotificationCommand.Withdraw(var id) -> id + ":withdrawn";
              case NotificationCommand.MarkOutageShown _,
                  NotificationCommand.WakeUp _,
                  NotificationCommand.MarkRead _ ->
                  "?";
            })
        .toList();
  }
}
