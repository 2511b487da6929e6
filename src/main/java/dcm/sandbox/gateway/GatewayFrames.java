package dcm.sandbox.gateway;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;

/** Reads the frames of a gateway client as text. */
public final class GatewayFrames {
  private static final long READ_TIMEOUT_MILLIS = 5_000;

  private GatewayFrames() {}

  /** The JSON of a text or binary frame; fragments are joined first. */
  public static CompletionStage<String> readText(Message message, ActorSystem<?> system) {
    if (message.isText()) {
      return message.asTextMessage().isStrict()
          ? CompletableFuture.completedFuture(message.asTextMessage().getStrictText())
          : message
              .asTextMessage()
              .toStrict(READ_TIMEOUT_MILLIS, Materializer.matFromSystem(system))
              .thenApply(m -> m.getStrictText());
    }
    CompletionStage<ByteString> bytes =
        message.asBinaryMessage().isStrict()
            ? CompletableFuture.completedFuture(message.asBinaryMessage().getStrictData())
            : message
                .asBinaryMessage()
                .toStrict(READ_TIMEOUT_MILLIS, Materializer.matFromSystem(system))
                .thenApply(m -> m.getStrictData());
    return bytes.thenApply(content -> content.decodeString(StandardCharsets.UTF_8));
  }
}
