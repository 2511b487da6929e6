package dcm.notify;

import dcm.guild.value.DeliveryDetails;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Records the messages sent, and completes each when the test says so. */
final class RecordingChannel implements DeliveryChannel {
  private record PendingSend(String delivery, CompletableFuture<SendResult> result) {}

  private final List<String> sent = new ArrayList<>();
  private final List<OutgoingMessage> messages = new ArrayList<>();
  private final Deque<PendingSend> pending = new ArrayDeque<>();

  @Override
  public synchronized CompletionStage<SendResult> send(
      DeliveryDetails details, OutgoingMessage message) {
    String delivery = details.delivery().id().value();
    var result = new CompletableFuture<SendResult>();
    sent.add(delivery);
    messages.add(message);
    pending.add(new PendingSend(delivery, result));
    return result;
  }

  /** Completes the oldest send in flight. */
  void answer(SendResult result) {
    nextPending().complete(result);
  }

  void answerDelivered() {
    answer(new SendResult.Delivered("m" + sent().size()));
  }

  void failNext() {
    nextPending().completeExceptionally(new IllegalStateException("connection lost"));
  }

  private synchronized CompletableFuture<SendResult> nextPending() {
    return pending.remove().result();
  }

  synchronized List<String> sent() {
    return List.copyOf(sent);
  }

  synchronized List<OutgoingMessage> messages() {
    return List.copyOf(messages);
  }

  synchronized List<String> inFlight() {
    return pending.stream().map(PendingSend::delivery).toList();
  }
}
