package dcm.sandbox.web;

import dcm.sandbox.rest.SandboxResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.stream.Materializer;

/** The chat page's files and its event stream. */
public final class ChatPage {
  private static final String EVENTS_PATH = "/sandbox/live";

  private static final ContentType JAVASCRIPT =
      ContentTypes.create(MediaTypes.APPLICATION_JAVASCRIPT, HttpCharsets.UTF_8);
  private static final ContentType CSS =
      ContentTypes.create(MediaTypes.TEXT_CSS, HttpCharsets.UTF_8);
  private static final ContentType EVENT_STREAM =
      ContentTypes.parse("text/event-stream; charset=UTF-8");
  private static final ContentType SVG = ContentTypes.parse("image/svg+xml");

  private final ChatEventStream chatEvents;
  private final Map<String, SandboxResponse> files = new HashMap<>();

  public ChatPage(ChatEventStream chatEvents) {
    this.chatEvents = chatEvents;
    addFile("/", "index.html", ContentTypes.TEXT_HTML_UTF8);
    addFile("/chat.css", "chat.css", CSS);
    addFile("/favicon.svg", "favicon.svg", SVG);
    for (String module : new String[] {"chat", "markdown", "message", "slash", "modal", "api"}) {
      addFile("/" + module + ".js", module + ".js", JAVASCRIPT);
    }
  }

  private void addFile(String path, String name, ContentType type) {
    try (InputStream in =
        Objects.requireNonNull(ChatPage.class.getResourceAsStream("/sandbox/" + name), name)) {
      files.put(
          path,
          SandboxResponse.page(200, type, in.readAllBytes())
              .withHeader("Cache-Control", "no-cache")
              .withHeader("Content-Security-Policy", "default-src 'self'; base-uri 'none'")
              .withHeader("X-Content-Type-Options", "nosniff")
              .withHeader("X-Frame-Options", "DENY"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean serves(String path) {
    return path.equals(EVENTS_PATH) || files.containsKey(path);
  }

  public HttpResponse get(String path, ActorSystem<?> system) {
    SandboxResponse file = files.get(path);
    return file == null
        ? HttpResponse.create()
            .withEntity(
                HttpEntities.createChunked(
                    EVENT_STREAM, chatEvents.subscribe(Materializer.matFromSystem(system))))
        : file.toHttp();
  }
}
