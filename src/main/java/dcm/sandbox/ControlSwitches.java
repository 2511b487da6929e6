package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.Endpoints.Door;
import dcm.sandbox.Faults.Fault;
import dcm.sandbox.World.Place;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The control API's other half: reading what there is, writing as a person, causing trouble. */
final class ControlSwitches {
  private final Parts parts;
  private final Postbox postbox;
  private final Gate gate;

  ControlSwitches(Parts parts, Postbox postbox, Gate gate) {
    this.parts = parts;
    this.postbox = postbox;
    this.gate = gate;
  }

  void register(Endpoints on) {
    on.on("GET", "/sandbox/channels/{cid}/messages", Door.OPEN, this::messages);
    on.on("POST", "/sandbox/channels/{cid}/messages", Door.OPEN, this::write);
    on.on("GET", "/sandbox/users/{uid}/messages", Door.OPEN, this::directMessages);
    on.on("GET", "/sandbox/commands", Door.OPEN, this::commands);
    on.on("GET", "/sandbox/requests", Door.OPEN, this::requests);
    on.on("GET", "/sandbox/gate", Door.OPEN, call -> Answer.ok(gate.shape()));
    on.on("GET", "/sandbox/faults", Door.OPEN, call -> Answer.ok(parts.faults().shape()));
    on.on("POST", "/sandbox/faults", Door.OPEN, this::fault);
    on.on("DELETE", "/sandbox/faults", Door.OPEN, this::clear);
    on.on("GET", "/sandbox/application", Door.OPEN, call -> Answer.ok(application()));
    on.later("PATCH", "/sandbox/application", Door.OPEN, this::editApplication);
  }

  private Place place(String id) {
    return parts.world().place(id).orElseThrow(() -> ControlError.unknown("channel", id));
  }

  /** Oldest first; {@code ?user=} leaves out what that person cannot see. */
  private Answer messages(Call call) {
    return Answer.ok(list(place(call.name("cid")).id(), call));
  }

  private Answer directMessages(Call call) {
    String user = call.name("uid");
    if (parts.world().user(user).isEmpty()) {
      throw ControlError.unknown("user", user);
    }
    return Answer.ok(list(World.dmChannel(user), call));
  }

  private ArrayNode list(String channelId, Call call) {
    String viewer = call.query().get("user");
    return Json.array(
        parts.messages().inChannel(channelId).stream()
            .filter(p -> viewer == null || p.visibleTo() == null || p.visibleTo().equals(viewer))
            .map(Post::seen));
  }

  /** A person writes something: {@code {user, content}}. */
  private Answer write(Call call) {
    Place place = place(call.name("cid"));
    String userId = call.json().path("user").asText("");
    var user = parts.world().user(userId).orElseThrow(() -> ControlError.unknown("user", userId));
    boolean mayWrite =
        place.guild() == null
            ? place.user() != null && place.user().id().equals(userId)
            : parts.world().member(place.guild().id(), userId).isPresent();
    if (!mayWrite) {
      throw new ControlError(403, user.name() + " cannot write there");
    }
    String content = call.json().path("content").asText("");
    if (content.isBlank() || content.codePointCount(0, content.length()) > 2_000) {
      throw ControlError.bad("content has 1 to 2,000 characters");
    }
    String id = parts.ids().next();
    ObjectNode form = Json.object().put("content", content);
    ObjectNode body = parts.composer().message(id, place, Shapes.user(user), form);
    Post post = new Post(id, place.id(), userId, null, null, null, body);
    postbox.create(place, post);
    return Answer.of(201, post.seen());
  }

  /** {@code ?guild=} gives what can be typed there; otherwise all that is registered. */
  private Answer commands(Call call) {
    String guild = call.query().get("guild");
    if (guild != null) {
      return Answer.ok(
          Json.array(parts.commands().usableIn(guild.equals("@me") ? null : guild).stream()));
    }
    ArrayNode all = Json.array(parts.commands().in(null).stream());
    parts.world().guilds().forEach(g -> parts.commands().in(g.id()).forEach(all::add));
    return Answer.ok(all);
  }

  private Answer requests(Call call) {
    String since = call.query().getOrDefault("since", "0");
    if (!since.matches("\\d{1,18}")) {
      throw ControlError.bad("since is the seq of the last call that was seen");
    }
    return Answer.ok(parts.requests().since(Long.parseLong(since)));
  }

  private Answer fault(Call call) {
    JsonNode form = call.json();
    String route = form.path("route").asText("");
    int times = form.path("times").asInt(1);
    if (times < 1) {
      throw ControlError.bad("times is at least 1");
    }
    Gateway gateway = parts.gateway();
    switch (form.path("kind").asText()) {
      case "drop-tcp" -> gateway.connections().forEach(Connection::cut);
      case "reconnect" ->
          gateway.connections().forEach(c -> c.send(Session.frame(7, null, null, null)));
      case "invalid-session" -> {
        boolean resumable = form.path("resumable").asBoolean();
        for (Connection connection : gateway.connections()) {
          if (!resumable) {
            gateway.forget(connection);
          }
          connection.invalid(resumable);
        }
      }
      case "close" -> {
        int code = form.path("code").asInt(4000);
        if (code < 1000 || code > 4999) {
          throw ControlError.bad("code is between 1000 and 4999");
        }
        gateway.connections().forEach(c -> c.close(code, "closed by the sandbox"));
      }
      case "no-ack" -> parts.faults().arm(new Fault.NoAck(), 1);
      case "free-identify" -> parts.faults().arm(new Fault.FreeIdentify(), 1);
      case "rate-limit" ->
          parts
              .faults()
              .arm(
                  new Fault.RateLimit(
                      route.equals("global") ? "" : route,
                      route.equals("global") || form.path("global").asBoolean(),
                      form.path("seconds").asDouble(1)),
                  times);
      case "server-error" -> {
        int status = form.path("status").asInt(500);
        if (status < 500 || status > 599) {
          throw ControlError.bad("status is between 500 and 599");
        }
        parts.faults().arm(new Fault.ServerError(route, status), times);
      }
      case "latency" -> {
        long millis = form.path("ms").asLong(1_000);
        if (millis < 0 || millis > 60_000) {
          throw ControlError.bad("ms is between 0 and 60000");
        }
        // a latency stays until it is cleared unless it says how often
        parts
            .faults()
            .arm(new Fault.Latency(route, millis), form.path("times").asInt(Integer.MAX_VALUE));
      }
      case "answer-then-drop" -> parts.faults().arm(new Fault.AnswerThenDrop(route), times);
      default ->
          throw ControlError.bad(
              "kind is one of drop-tcp, reconnect, invalid-session, close, no-ack, rate-limit,"
                  + " server-error, latency, answer-then-drop, free-identify");
    }
    return Answer.ok(parts.faults().shape());
  }

  private Answer clear(Call call) {
    parts.faults().clear();
    return Answer.nothing();
  }

  private ObjectNode application() {
    return parts.application().shape((int) parts.world().guilds().count());
  }

  private CompletionStage<Answer> editApplication(Call call) {
    return parts
        .application()
        .edit(call.json())
        .thenCompose(done ->
            parts.desk().ask(() -> CompletableFuture.completedFuture(Answer.ok(application()))));
  }
}
