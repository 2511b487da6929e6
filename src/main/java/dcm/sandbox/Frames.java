package dcm.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;

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
}
