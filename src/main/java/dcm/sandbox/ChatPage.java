package dcm.sandbox;

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

/** The chat page's files, and the stream by which it hears what changed. */
final class ChatPage {
  private static final String LIVE = "/sandbox/live";

  private static final ContentType SCRIPT =
      ContentTypes.create(MediaTypes.APPLICATION_JAVASCRIPT, HttpCharsets.UTF_8);
  private static final ContentType STYLE =
      ContentTypes.create(MediaTypes.TEXT_CSS, HttpCharsets.UTF_8);
  private static final ContentType EVENTS = ContentTypes.parse("text/event-stream; charset=UTF-8");
  private static final ContentType SVG = ContentTypes.parse("image/svg+xml");

  private final Live live;
  private final Map<String, Answer> files = new HashMap<>();

  ChatPage(Live live) {
    this.live = live;
    file("/", "index.html", ContentTypes.TEXT_HTML_UTF8);
    file("/chat.css", "chat.css", STYLE);
    file("/favicon.svg", "favicon.svg", SVG);
    for (String module : new String[] {"chat", "markdown", "message", "slash", "modal", "api"}) {
      file("/" + module + ".js", module + ".js", SCRIPT);
    }
  }

  private void file(String path, String name, ContentType type) {
    try (InputStream in =
        Objects.requireNonNull(ChatPage.class.getResourceAsStream("/sandbox/" + name), name)) {
      files.put(
          path,
          Answer.page(200, type, in.readAllBytes())
              .with("Cache-Control", "no-cache")
              .with("Content-Security-Policy", "default-src 'self'; base-uri 'none'")
              .with("X-Content-Type-Options", "nosniff")
              .with("X-Frame-Options", "DENY"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String path) {
    return path.equals(LIVE) || files.containsKey(path);
  }

  HttpResponse get(String path, ActorSystem<?> system) {
    Answer file = files.get(path);
    return file == null
        ? HttpResponse.create()
            .withEntity(
                HttpEntities.createChunked(EVENTS, live.open(Materializer.matFromSystem(system))))
        : file.toHttp();
  }
}
