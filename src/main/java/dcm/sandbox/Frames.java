package dcm.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.PeerClosedConnectionException;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** What a client of the gateway sends, as text. */
final class Frames {
  private static final long MILLIS = 5_000;

  private Frames() {}

  /** Text and binary frames are both JSON here; fragments are put together first. */
  static CompletionStage<String> text(Message message, ActorSystem<?> system) {
    if (message.isText()) {
      return message.asTextMessage().isStrict()
          ? CompletableFuture.completedFuture(message.asTextMessage().getStrictText())
          : message
              .asTextMessage()
              .toStrict(MILLIS, Materializer.matFromSystem(system))
              .thenApply(m -> m.getStrictText());
    }
    CompletionStage<ByteString> bytes =
        message.asBinaryMessage().isStrict()
            ? CompletableFuture.completedFuture(message.asBinaryMessage().getStrictData())
            : message
                .asBinaryMessage()
                .toStrict(MILLIS, Materializer.matFromSystem(system))
                .thenApply(m -> m.getStrictData());
    return bytes.thenApply(all -> all.decodeString(StandardCharsets.UTF_8));
  }

  /** A close with 1000 or 1001 ends the session too; anything else leaves it to be resumed. */
  static boolean saysGoodbye(@Nullable Throwable problem) {
    return switch (problem) {
      case null -> true;
      case PeerClosedConnectionException closed ->
          closed.closeCode() == 1000 || closed.closeCode() == 1001;
      default -> false;
    };
  }
}
