package dcm.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.interaction.InteractionLifecycle;
import dcm.sandbox.interaction.PendingInteraction;
import dcm.sandbox.rest.EndpointTable.Access;
import dcm.sandbox.store.GuildStore.MessageChannel;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.MessageDispatcher;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.StoredMessage;
import dcm.sandbox.validation.MessageValidation;
import java.util.Optional;

/** REST endpoints for initial responses and follow-up messages of interactions. */
public final class InteractionEndpoints {
  private final SandboxContext context;
  private final InteractionLifecycle lifecycle;
  private final MessageDispatcher messageDispatcher;

  public InteractionEndpoints(
      SandboxContext context, InteractionLifecycle lifecycle, MessageDispatcher messageDispatcher) {
    this.context = context;
    this.lifecycle = lifecycle;
    this.messageDispatcher = messageDispatcher;
  }

  public void register(EndpointTable endpoints) {
    endpoints.add(
        "POST",
        "/interactions/{interaction_id}/{interaction_token}/callback",
        Access.OPEN,
        this::callback);
    String webhookPath = "/webhooks/{webhook_id}/{webhook_token}";
    endpoints.add("POST", webhookPath, Access.OPEN, this::followUp);
    for (String messageSegment : new String[] {"@original", "{message_id}"}) {
      String messagePath = webhookPath + "/messages/" + messageSegment;
      endpoints.add(
          "GET", messagePath, Access.OPEN, call -> SandboxResponse.ok(message(call).body()));
      endpoints.add("PATCH", messagePath, Access.OPEN, this::edit);
      endpoints.add("DELETE", messagePath, Access.OPEN, this::delete);
    }
  }

  private SandboxResponse callback(ApiCall call) {
    PendingInteraction interaction =
        context
            .interactions()
            .find(call.snowflakeParameter("interaction_id"))
            .filter(i -> i.token().equals(call.pathParameter("interaction_token")))
            .orElseThrow(() -> ApiException.unknown(10062, "interaction"));
    Optional<StoredMessage> message = lifecycle.respond(interaction, call.json());
    return call.queryFlag("with_response")
        ? SandboxResponse.ok(callbackResponse(interaction, message))
        : SandboxResponse.noContent();
  }

  private ObjectNode callbackResponse(
      PendingInteraction previous, Optional<StoredMessage> message) {
    PendingInteraction updated = context.interactions().find(previous.id()).orElse(previous);
    ObjectNode json = SandboxJson.object();
    ObjectNode interaction =
        json.putObject("interaction").put("id", updated.id()).put("type", updated.type());
    ObjectNode resource = json.putObject("resource").put("type", updated.responseType());
    message.ifPresent(p -> {
      interaction
          .put("response_message_id", p.id())
          .put("response_message_loading", p.isLoading())
          .put("response_message_ephemeral", p.visibleTo() != null);
      resource.set("message", p.body());
    });
    return json;
  }

  private PendingInteraction requireAcknowledged(ApiCall call) {
    if (!call.pathParameter("webhook_id").equals(InitialState.APPLICATION)) {
      throw ApiException.unknown(10015, "Webhook");
    }
    PendingInteraction interaction =
        context
            .interactions()
            .findByToken(call.pathParameter("webhook_token"))
            .filter(i -> !i.isExpired(System.currentTimeMillis()))
            .orElseThrow(() -> new ApiException(401, 50027, "Invalid Webhook Token"));
    if (!interaction.isAcknowledged()) {
      throw ApiException.unknown(10015, "Webhook");
    }
    return interaction;
  }

  private StoredMessage message(ApiCall call) {
    PendingInteraction interaction = requireAcknowledged(call);
    String requestedId = call.pathParameters().get("message_id");
    String id = requestedId == null ? interaction.originalMessageId() : requestedId;
    return Optional.ofNullable(id)
        .flatMap(context.messages()::find)
        .filter(message -> requestedId == null || message.isResponseTo(interaction.token()))
        .orElseThrow(() -> ApiException.unknown(10008, "Message"));
  }

  private SandboxResponse followUp(ApiCall call) {
    PendingInteraction interaction = requireAcknowledged(call);
    MessageValidation.checkNew(call.json());
    Optional<StoredMessage> loading =
        Optional.ofNullable(interaction.originalMessageId())
            .flatMap(context.messages()::find)
            .filter(StoredMessage::isLoading);
    // as in Discord, the first follow-up of a deferred response replaces "is thinking…"
    StoredMessage message =
        loading.isPresent()
            ? update(interaction, loading.get(), call.json())
            : lifecycle.newMessage(interaction, call.json(), true);
    context.interactions().recordUpdate(interaction, message);
    return SandboxResponse.ok(message.body());
  }

  private SandboxResponse edit(ApiCall call) {
    PendingInteraction interaction = requireAcknowledged(call);
    MessageValidation.check(call.json());
    StoredMessage updated = update(interaction, message(call), call.json());
    return SandboxResponse.ok(updated.body());
  }

  private StoredMessage update(
      PendingInteraction interaction, StoredMessage existing, JsonNode form) {
    MessageChannel channel =
        context
            .guildStore()
            .messageChannel(existing.channelId())
            .orElseThrow(ApiException::notFound);
    StoredMessage updated =
        existing.withBody(context.messageBuilder().editedMessage(existing.body(), channel, form));
    messageDispatcher.change(channel, updated);
    context.interactions().recordUpdate(interaction, updated);
    return updated;
  }

  private SandboxResponse delete(ApiCall call) {
    StoredMessage message = message(call);
    MessageChannel channel =
        context
            .guildStore()
            .messageChannel(message.channelId())
            .orElseThrow(ApiException::notFound);
    messageDispatcher.delete(channel, message);
    return SandboxResponse.noContent();
  }
}
