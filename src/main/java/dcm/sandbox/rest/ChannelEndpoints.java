package dcm.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.rest.EndpointTable.Access;
import dcm.sandbox.store.DiscordJson;
import dcm.sandbox.store.GuildStore.MessageChannel;
import dcm.sandbox.store.MessageDispatcher;
import dcm.sandbox.store.SandboxGuild;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.SandboxPermissions;
import dcm.sandbox.store.SnowflakeGenerator;
import dcm.sandbox.store.StoredMessage;
import dcm.sandbox.validation.MessageValidation;
import java.util.List;
import java.util.Optional;

/** REST endpoints for channels and their messages. */
public final class ChannelEndpoints {
  private final SandboxContext context;
  private final MessageDispatcher messageDispatcher;

  public ChannelEndpoints(SandboxContext context, MessageDispatcher messageDispatcher) {
    this.context = context;
    this.messageDispatcher = messageDispatcher;
  }

  public void register(EndpointTable endpoints) {
    endpoints.add(
        "GET",
        "/channels/{channel_id}",
        Access.BOT,
        call -> SandboxResponse.ok(DiscordJson.messageChannel(channel(call))));
    endpoints.add("GET", "/channels/{channel_id}/messages", Access.BOT, this::list);
    endpoints.add("POST", "/channels/{channel_id}/messages", Access.BOT, this::create);
    String messagePath = "/channels/{channel_id}/messages/{message_id}";
    endpoints.add("GET", messagePath, Access.BOT, call -> SandboxResponse.ok(message(call).body()));
    endpoints.add("PATCH", messagePath, Access.BOT, this::edit);
    endpoints.add("DELETE", messagePath, Access.BOT, this::delete);
    endpoints.add("POST", "/channels/{channel_id}/typing", Access.BOT, this::triggerTyping);
    endpoints.add("POST", "/users/@me/channels", Access.BOT, this::openDm);
  }

  private MessageChannel channel(ApiCall call) {
    MessageChannel channel =
        context
            .guildStore()
            .messageChannel(call.snowflakeParameter("channel_id"))
            .orElseThrow(() -> ApiException.unknown(10003, "Channel"));
    if (lacks(channel, SandboxPermissions.VIEW_CHANNEL)) {
      throw new ApiException(403, 50001, "Missing Access");
    }
    return channel;
  }

  private static boolean lacks(MessageChannel channel, long permission) {
    return channel.guild() != null
        && channel.guildChannel() != null
        && (SandboxPermissions.ofBot(channel.guild(), channel.guildChannel()) & permission) == 0;
  }

  private static void requireWritable(MessageChannel channel) {
    if (channel.guildChannel() != null
        && channel.guildChannel().type() != 0
        && channel.guildChannel().type() != 5) {
      throw new ApiException(400, 50008, "Cannot send messages in a non-text channel");
    }
    if (lacks(channel, SandboxPermissions.SEND_MESSAGES)) {
      throw new ApiException(403, 50013, "Missing Permissions");
    }
  }

  /**
   * The message of the path. An ephemeral message is not found here; only its interaction can edit
   * it.
   */
  private StoredMessage message(ApiCall call) {
    MessageChannel channel = channel(call);
    return context
        .messages()
        .find(call.snowflakeParameter("message_id"))
        .filter(message -> message.channelId().equals(channel.id()) && message.visibleTo() == null)
        .orElseThrow(() -> ApiException.unknown(10008, "Message"));
  }

  private static void requireDmAllowed(SandboxGuild.DmPolicy policy) {
    switch (policy) {
      case OPEN -> {}
      case CLOSED -> throw new ApiException(403, 50007, "Cannot send messages to this user");
      case BLOCKED ->
          throw new ApiException(
              403, 50278, "Cannot send messages to this user due to having no mutual guilds");
    }
  }

  private SandboxResponse create(ApiCall call) {
    MessageChannel channel = channel(call);
    JsonNode form = call.json();
    MessageValidation.checkNew(form);
    requireWritable(channel);
    if (channel.recipient() != null) {
      requireDmAllowed(context.guildStore().dmPolicy(channel.recipient().id()));
    }
    String nonce =
        form.path("enforce_nonce").asBoolean() && form.hasNonNull("nonce")
            ? form.path("nonce").asText()
            : null;
    Optional<StoredMessage> previous =
        context.messages().findByNonce(channel.id(), DiscordJson.BOT.id(), nonce);
    if (previous.isPresent()) {
      return SandboxResponse.ok(withNonce(previous.get().body(), form));
    }
    String id = context.ids().next();
    ObjectNode body =
        context.messageBuilder().newMessage(id, channel, DiscordJson.user(DiscordJson.BOT), form);
    addReference(body, form, channel);
    StoredMessage message =
        new StoredMessage(id, channel.id(), DiscordJson.BOT.id(), null, nonce, null, body);
    messageDispatcher.create(channel, message);
    return SandboxResponse.ok(withNonce(body, form));
  }

  /**
   * Adds the reference of a reply; the message must exist unless {@code fail_if_not_exists} is
   * false.
   */
  private void addReference(ObjectNode body, JsonNode form, MessageChannel channel) {
    String referencedId = form.path("message_reference").path("message_id").asText("");
    if (referencedId.isEmpty()) {
      return;
    }
    Optional<StoredMessage> referenced =
        context.messages().find(referencedId).filter(p -> p.channelId().equals(channel.id()));
    if (referenced.isEmpty()
        && form.path("message_reference").path("fail_if_not_exists").asBoolean(true)) {
      throw ApiException.formError(
          "message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
    }
    if (referenced.isPresent()) {
      body.put("type", 19)
          .putObject("message_reference")
          .put("type", 0)
          .put("channel_id", channel.id())
          .put("message_id", referencedId);
    }
  }

  private static ObjectNode withNonce(ObjectNode body, JsonNode form) {
    ObjectNode response = body.deepCopy();
    if (form.hasNonNull("nonce")) {
      response.set("nonce", form.path("nonce"));
    }
    return response;
  }

  private SandboxResponse edit(ApiCall call) {
    StoredMessage existing = message(call);
    if (!existing.authorId().equals(DiscordJson.BOT.id())) {
      throw new ApiException(403, 50005, "Cannot edit a message authored by another user");
    }
    MessageValidation.check(call.json());
    MessageChannel channel = channel(call);
    StoredMessage updated =
        existing.withBody(
            context.messageBuilder().editedMessage(existing.body(), channel, call.json()));
    messageDispatcher.change(channel, updated);
    return SandboxResponse.ok(updated.body());
  }

  private SandboxResponse delete(ApiCall call) {
    StoredMessage message = message(call);
    MessageChannel channel = channel(call);
    if (channel.recipient() != null && !message.authorId().equals(DiscordJson.BOT.id())) {
      throw new ApiException(403, 50003, "Cannot execute action on a DM channel");
    }
    messageDispatcher.delete(channel, message);
    return SandboxResponse.noContent();
  }

  private SandboxResponse list(ApiCall call) {
    List<StoredMessage> messages =
        context.messages().listByChannel(channel(call).id()).stream()
            .filter(message -> message.visibleTo() == null)
            .toList();
    int limit = call.queryInt("limit", 50, 1, 100);
    List<StoredMessage> page;
    if (call.query().containsKey("after")) {
      long after = snowflakeParameter(call, "after");
      page = messages.stream().filter(p -> id(p) > after).limit(limit).toList();
    } else if (call.query().containsKey("around")) {
      long around = snowflakeParameter(call, "around");
      long older = messages.stream().filter(p -> id(p) < around).count();
      page = messages.stream().skip(Math.max(0, older - limit / 2)).limit(limit).toList();
    } else {
      long previous =
          call.query().containsKey("before") ? snowflakeParameter(call, "before") : Long.MAX_VALUE;
      List<StoredMessage> older = messages.stream().filter(p -> id(p) < previous).toList();
      page = older.subList(Math.max(0, older.size() - limit), older.size());
    }
    return SandboxResponse.ok(SandboxJson.array(page.reversed().stream().map(StoredMessage::body)));
  }

  private static long id(StoredMessage message) {
    return Long.parseLong(message.id());
  }

  private static long snowflakeParameter(ApiCall call, String key) {
    String text = call.query().getOrDefault(key, "");
    if (!SnowflakeGenerator.isValid(text)) {
      throw ApiException.formError(
          key, "NUMBER_TYPE_COERCE", "Value \"" + text + "\" is not snowflake.");
    }
    return Long.parseLong(text);
  }

  private SandboxResponse triggerTyping(ApiCall call) {
    channel(call);
    return SandboxResponse.noContent();
  }

  private SandboxResponse openDm(ApiCall call) {
    String id = call.json().path("recipient_id").asText();
    return SandboxResponse.ok(
        context
            .guildStore()
            .user(id)
            .map(DiscordJson::dm)
            .orElseThrow(() -> new ApiException(400, 50033, "Invalid Recipient(s)")));
  }
}
