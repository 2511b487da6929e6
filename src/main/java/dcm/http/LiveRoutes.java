package dcm.http;

import dcm.guild.GuildId;
import dcm.http.live.LiveRooms;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Lets WebSockets in; who they are is asked once they are open. */
final class LiveRoutes {
  private static final String PROTOCOL = "dcm.v1";
  private final LiveRooms rooms;
  private final Set<String> ours;

  /**
   * @param ours the origins whose pages may open one
   */
  LiveRoutes(LiveRooms rooms, Set<String> ours) {
    this.rooms = rooms;
    this.ours = ours;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.open("GET", "/ws/v1/guilds/{gid}", this::open, "since"));
  }

  private CompletionStage<HttpResponse> open(Knock knock) {
    var since = knock.query().get("since", "a revision", LiveRoutes::revision);
    GuildId guild;
    try {
      guild = GuildId.of(knock.variable("gid"));
    } catch (IllegalArgumentException notASnowflake) {
      throw Refusals.guild().asException();
    }
    var upgrade =
        knock
            .request()
            .getAttribute(AttributeKeys.webSocketUpgrade)
            .orElseThrow(() ->
                Problem.of(
                        426,
                        "upgrade-required",
                        "A WebSocket",
                        "This is a WebSocket (RFC 6455) with the sub-protocol dcm.v1.")
                    .with("Upgrade", "websocket")
                    .asException());
    // programs send no Origin; a browser always does, and cannot lie about it
    if (knock.header("Origin").filter(origin -> !ours.contains(origin)).isPresent()) {
      throw Problems.crossSite().asException();
    }
    for (var protocol : upgrade.getRequestedProtocols()) {
      if (protocol.equals(PROTOCOL)) {
        return Replies.now(
            rooms
                .open(guild, since, knock.line())
                .map(flow -> upgrade.handleMessagesWith(flow, PROTOCOL))
                .orElseThrow(() ->
                    Problems.unavailable(
                            "too-many-sockets", "This node has no room for more WebSockets.")
                        .asException()));
      }
    }
    throw Problems.unreadable("Sec-WebSocket-Protocol must offer dcm.v1.").asException();
  }

  private static long revision(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("not a revision");
    }
    return Long.parseLong(text);
  }
}
