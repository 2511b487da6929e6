package dcm.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.gateway.GatewayServer;
import dcm.sandbox.gateway.GatewaySocket;
import dcm.sandbox.gateway.SandboxSession;
import dcm.sandbox.rest.ApiCall;
import dcm.sandbox.rest.EndpointTable;
import dcm.sandbox.rest.EndpointTable.Access;
import dcm.sandbox.rest.SandboxResponse;
import dcm.sandbox.store.DiscordJson;
import dcm.sandbox.store.FaultInjection.Fault;
import dcm.sandbox.store.GuildStore;
import dcm.sandbox.store.GuildStore.MessageChannel;
import dcm.sandbox.store.MessageDispatcher;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.StoredMessage;
import dcm.sandbox.validation.OpenApiValidator;
import java.util.concurrent.CompletionStage;

/** Control API for state: read messages, requests and commands, post as a user, inject faults. */
public final class ControlStateEndpoints {
  private final SandboxContext context;
  private final MessageDispatcher messageDispatcher;
  private final OpenApiValidator validator;

  public ControlStateEndpoints(
      SandboxContext context, MessageDispatcher messageDispatcher, OpenApiValidator validator) {
    this.context = context;
    this.messageDispatcher = messageDispatcher;
    this.validator = validator;
  }

  public void register(EndpointTable endpoints) {
    endpoints.add("GET", "/sandbox/channels/{cid}/messages", Access.OPEN, this::messages);
    endpoints.add("POST", "/sandbox/channels/{cid}/messages", Access.OPEN, this::postMessage);
    endpoints.add("GET", "/sandbox/users/{uid}/messages", Access.OPEN, this::directMessages);
    endpoints.add("GET", "/sandbox/commands", Access.OPEN, this::commands);
    endpoints.add("GET", "/sandbox/requests", Access.OPEN, this::requests);
    endpoints.add(
        "GET", "/sandbox/gate", Access.OPEN, call -> SandboxResponse.ok(validator.toJson()));
    endpoints.add(
        "GET",
        "/sandbox/faults",
        Access.OPEN,
        call -> SandboxResponse.ok(context.faults().toJson()));
    endpoints.add("POST", "/sandbox/faults", Access.OPEN, this::injectFault);
    endpoints.add("DELETE", "/sandbox/faults", Access.OPEN, this::clearFaults);
    endpoints.add(
        "GET",
        "/sandbox/application",
        Access.OPEN,
        call -> SandboxResponse.ok(context.applicationJson()));
    endpoints.addAsync("PATCH", "/sandbox/application", Access.OPEN, this::editApplication);
  }

  private MessageChannel channel(String id) {
    return context
        .guildStore()
        .messageChannel(id)
        .orElseThrow(() -> ControlException.notFound("channel", id));
  }

  /** Messages, oldest first; {@code ?user=} omits those that the user cannot see. */
  private SandboxResponse messages(ApiCall call) {
    return SandboxResponse.ok(list(channel(call.pathParameter("cid")).id(), call));
  }

  private SandboxResponse directMessages(ApiCall call) {
    String user = call.pathParameter("uid");
    if (context.guildStore().user(user).isEmpty()) {
      throw ControlException.notFound("user", user);
    }
    return SandboxResponse.ok(list(GuildStore.dmChannelId(user), call));
  }

  private ArrayNode list(String channelId, ApiCall call) {
    String viewer = call.query().get("user");
    return SandboxJson.array(
        context.messages().listByChannel(channelId).stream()
            .filter(p -> viewer == null || p.visibleTo() == null || p.visibleTo().equals(viewer))
            .map(StoredMessage::toControlJson));
  }

  /** Posts a message as a user: {@code {user, content}}. */
  private SandboxResponse postMessage(ApiCall call) {
    MessageChannel channel = channel(call.pathParameter("cid"));
    String userId = call.json().path("user").asText("");
    var user =
        context
            .guildStore()
            .user(userId)
            .orElseThrow(() -> ControlException.notFound("user", userId));
    boolean mayWrite =
        channel.guild() == null
            ? channel.recipient() != null && channel.recipient().id().equals(userId)
            : context.guildStore().member(channel.guild().id(), userId).isPresent();
    if (!mayWrite) {
      throw new ControlException(403, user.name() + " cannot send messages in this channel");
    }
    String content = call.json().path("content").asText("");
    if (content.isBlank() || content.codePointCount(0, content.length()) > 2_000) {
      throw ControlException.badRequest("content must have 1 to 2,000 characters");
    }
    String id = context.ids().next();
    ObjectNode form = SandboxJson.object().put("content", content);
    ObjectNode body =
        context.messageBuilder().newMessage(id, channel, DiscordJson.user(user), form);
    StoredMessage message = new StoredMessage(id, channel.id(), userId, null, null, null, body);
    messageDispatcher.create(channel, message);
    return SandboxResponse.of(201, message.toControlJson());
  }

  /** Commands usable in {@code ?guild=}; without it all registered commands. */
  private SandboxResponse commands(ApiCall call) {
    String guild = call.query().get("guild");
    if (guild != null) {
      return SandboxResponse.ok(
          SandboxJson.array(
              context.commands().listUsable(guild.equals("@me") ? null : guild).stream()));
    }
    ArrayNode commands = SandboxJson.array(context.commands().list(null).stream());
    context
        .guildStore()
        .guilds()
        .forEach(g -> context.commands().list(g.id()).forEach(commands::add));
    return SandboxResponse.ok(commands);
  }

  private SandboxResponse requests(ApiCall call) {
    String since = call.query().getOrDefault("since", "0");
    if (!since.matches("\\d{1,18}")) {
      throw ControlException.badRequest("since must be the seq of a logged request");
    }
    return SandboxResponse.ok(context.requestLog().since(Long.parseLong(since)));
  }

  private SandboxResponse injectFault(ApiCall call) {
    JsonNode form = call.json();
    String route = form.path("route").asText("");
    int times = form.path("times").asInt(1);
    if (times < 1) {
      throw ControlException.badRequest("times must be at least 1");
    }
    GatewayServer gateway = context.gateway();
    switch (form.path("kind").asText()) {
      case "drop-tcp" -> gateway.connections().forEach(GatewaySocket::reset);
      case "reconnect" ->
          gateway.connections().forEach(c -> c.send(SandboxSession.frame(7, null, null, null)));
      case "invalid-session" -> {
        boolean resumable = form.path("resumable").asBoolean();
        for (GatewaySocket connection : gateway.connections()) {
          if (!resumable) {
            gateway.discardSession(connection);
          }
          connection.sendInvalidSession(resumable);
        }
      }
      case "close" -> {
        int code = form.path("code").asInt(4000);
        if (code < 1000 || code > 4999) {
          throw ControlException.badRequest("code must be between 1000 and 4999");
        }
        gateway.connections().forEach(c -> c.close(code, "closed by the sandbox"));
      }
      case "no-ack" -> context.faults().activate(new Fault.NoAck(), 1);
      case "free-identify" -> context.faults().activate(new Fault.FreeIdentify(), 1);
      case "rate-limit" ->
          context
              .faults()
              .activate(
                  new Fault.RateLimit(
                      route.equals("global") ? "" : route,
                      route.equals("global") || form.path("global").asBoolean(),
                      form.path("seconds").asDouble(1)),
                  times);
      case "server-error" -> {
        int status = form.path("status").asInt(500);
        if (status < 500 || status > 599) {
          throw ControlException.badRequest("status must be between 500 and 599");
        }
        context.faults().activate(new Fault.ServerError(route, status), times);
      }
      case "reject" -> {
        int status = form.path("status").asInt(400);
        if (status < 400 || status > 499 || status == 429) {
          throw ControlException.badRequest("status must be between 400 and 499, and not 429");
        }
        context
            .faults()
            .activate(new Fault.Rejection(route, status, form.path("code").asInt()), times);
      }
      case "latency" -> {
        long millis = form.path("ms").asLong(1_000);
        if (millis < 0 || millis > 60_000) {
          throw ControlException.badRequest("ms must be between 0 and 60000");
        }
        // a latency without a number of times stays until it is cleared
        context
            .faults()
            .activate(
                new Fault.Latency(route, millis), form.path("times").asInt(Integer.MAX_VALUE));
      }
      case "answer-then-drop" -> context.faults().activate(new Fault.AnswerThenDrop(route), times);
      default ->
          throw ControlException.badRequest(
              "kind must be one of drop-tcp, reconnect, invalid-session, close, no-ack, rate-limit,"
                  + " server-error, reject, latency, answer-then-drop, free-identify");
    }
    return SandboxResponse.ok(context.faults().toJson());
  }

  private SandboxResponse clearFaults(ApiCall call) {
    context.faults().clear();
    return SandboxResponse.noContent();
  }

  private CompletionStage<SandboxResponse> editApplication(ApiCall call) {
    return context.editApplication(call.json());
  }
}
