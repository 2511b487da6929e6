package dcm.notify;

import dcm.guild.Parcel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A way to somebody that keeps what was sent and answers when the test says so. */
final class Carried implements Channel {
  private record Sending(String delivery, CompletableFuture<Receipt> receipt) {}

  private final List<String> sent = new ArrayList<>();
  private final List<Letter> letters = new ArrayList<>();
  private final Deque<Sending> open = new ArrayDeque<>();

  @Override
  public synchronized CompletionStage<Receipt> send(Parcel parcel, Letter letter) {
    String delivery = parcel.delivery().id().value();
    var receipt = new CompletableFuture<Receipt>();
    sent.add(delivery);
    letters.add(letter);
    open.add(new Sending(delivery, receipt));
    return receipt;
  }

  /** The oldest one under way is answered. */
  void answer(Receipt receipt) {
    take().complete(receipt);
  }

  void arrives() {
    answer(new Receipt.Delivered("m" + sent().size()));
  }

  void breaks() {
    take().completeExceptionally(new IllegalStateException("connection lost"));
  }

  private synchronized CompletableFuture<Receipt> take() {
    return open.remove().receipt();
  }

  synchronized List<String> sent() {
    return List.copyOf(sent);
  }

  synchronized List<Letter> letters() {
    return List.copyOf(letters);
  }

  synchronized List<String> underWay() {
    return open.stream().map(Sending::delivery).toList();
  }
}
