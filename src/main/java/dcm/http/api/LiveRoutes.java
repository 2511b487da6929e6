package dcm.http.api;

import dcm.guild.value.GuildId;
import dcm.http.live.LiveSockets;
import dcm.http.pipeline.ApiRequest;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.Responses;
import dcm.http.problem.Problem;
import dcm.http.problem.Problems;
import dcm.http.problem.RefusalProblems;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Upgrades requests to WebSockets; the client authenticates in its first frame. */
public final class LiveRoutes {
  private static final String PROTOCOL = "dcm.v1";
  private final LiveSockets sockets;
  private final Set<String> allowedOrigins;

  /**
   * Creates the route.
   *
   * @param allowedOrigins the origins of the dashboard
   */
  public LiveRoutes(LiveSockets sockets, Set<String> allowedOrigins) {
    this.sockets = sockets;
    this.allowedOrigins = allowedOrigins;
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.open("GET", "/ws/v1/guilds/{gid}", this::open, "since"));
  }

  private CompletionStage<HttpResponse> open(ApiRequest request) {
    var since = request.query().get("since", "a revision", LiveRoutes::revision);
    GuildId guild;
    try {
      guild = GuildId.of(request.variable("gid"));
    } catch (IllegalArgumentException invalidId) {
      throw RefusalProblems.unknownGuild().asException();
    }
    var upgrade =
        request
            .httpRequest()
            .getAttribute(AttributeKeys.webSocketUpgrade)
            .orElseThrow(() ->
                Problem.of(
                        426,
                        "upgrade-required",
                        "Upgrade required",
                        "This is a WebSocket (RFC 6455) with the sub-protocol dcm.v1.")
                    .with("Upgrade", "websocket")
                    .asException());
    // only browsers send Origin, and a page cannot change it
    if (request.header("Origin").filter(origin -> !allowedOrigins.contains(origin)).isPresent()) {
      throw Problems.crossSite().asException();
    }
    for (var protocol : upgrade.getRequestedProtocols()) {
      if (protocol.equals(PROTOCOL)) {
        return Responses.completed(
            sockets
                .open(guild, since, request.connection())
                .map(flow -> upgrade.handleMessagesWith(flow, PROTOCOL))
                .orElseThrow(() ->
                    Problems.unavailable(
                            "too-many-sockets", "The WebSocket limit of this node is reached.")
                        .asException()));
      }
    }
    throw Problems.malformed("Sec-WebSocket-Protocol must offer dcm.v1.").asException();
  }

  private static long revision(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("not a revision");
    }
    return Long.parseLong(text);
  }
}
