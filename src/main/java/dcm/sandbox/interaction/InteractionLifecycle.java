package dcm.sandbox.interaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.rest.ApiException;
import dcm.sandbox.store.DiscordJson;
import dcm.sandbox.store.GuildStore.MessageChannel;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.MessageBuilder;
import dcm.sandbox.store.MessageDispatcher;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.StoredMessage;
import dcm.sandbox.validation.ComponentValidation;
import dcm.sandbox.validation.FieldValidator;
import dcm.sandbox.validation.FormErrorCollector;
import dcm.sandbox.validation.MessageValidation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Life cycle of an interaction: one initial response within 3 s (later: 10062, a second one: 40060)
 * of a type that fits the interaction, then follow-up messages for 15 minutes.
 */
public final class InteractionLifecycle {
  static final int PONG = 1;
  static final int MESSAGE = 4;
  static final int DEFERRED_MESSAGE = 5;
  static final int DEFERRED_UPDATE = 6;
  static final int UPDATE = 7;
  static final int CHOICES = 8;
  static final int MODAL = 9;

  private final SandboxContext context;
  private final MessageDispatcher messageDispatcher;

  public InteractionLifecycle(SandboxContext context, MessageDispatcher messageDispatcher) {
    this.context = context;
    this.messageDispatcher = messageDispatcher;
  }

  /** Applies the initial response; returns the message that it created, if any. */
  public Optional<StoredMessage> respond(PendingInteraction interaction, JsonNode callback) {
    if (interaction.isAcknowledged()) {
      throw new ApiException(400, 40060, "Interaction has already been acknowledged.");
    }
    if (interaction.isResponseOverdue(System.currentTimeMillis())) {
      throw ApiException.unknown(10062, "interaction");
    }
    int type = callback.path("type").asInt();
    JsonNode data = callback.path("data");
    requireCompatibleType(interaction, type);
    return switch (type) {
      case MESSAGE -> {
        MessageValidation.checkNew(data);
        yield Optional.of(recordResponse(interaction, type, newMessage(interaction, data, false)));
      }
      case DEFERRED_MESSAGE -> {
        StoredMessage message = newMessage(interaction, data, false);
        ObjectNode body = message.body();
        body.put("content", "")
            .put("flags", body.path("flags").asInt() | MessageValidation.LOADING);
        yield Optional.of(recordResponse(interaction, type, message));
      }
      case DEFERRED_UPDATE ->
          Optional.of(recordResponse(interaction, type, sourceMessage(interaction)));
      case UPDATE -> {
        MessageValidation.check(data);
        StoredMessage existing = sourceMessage(interaction);
        MessageChannel channel = channel(existing.channelId());
        StoredMessage updated =
            existing.withBody(
                context.messageBuilder().editedMessage(existing.body(), channel, data));
        messageDispatcher.change(channel, updated);
        yield Optional.of(recordResponse(interaction, type, updated));
      }
      case CHOICES -> {
        checkChoices(data);
        context
            .interactions()
            .recordResponse(interaction.withResponse(type, null, false, null), data);
        yield Optional.empty();
      }
      default -> {
        FormErrorCollector errors = new FormErrorCollector();
        ComponentValidation.checkModal(new FieldValidator(errors, "data", data));
        errors.throwIfAny();
        ObjectNode modal = data.deepCopy();
        modal.set("components", MessageBuilder.components(data.path("components")));
        context
            .interactions()
            .recordResponse(interaction.withResponse(type, null, false, modal), modal);
        yield Optional.empty();
      }
    };
  }

  private static void requireCompatibleType(PendingInteraction interaction, int type) {
    boolean compatible =
        switch (interaction.type()) {
          case PendingInteraction.COMMAND ->
              type == MESSAGE || type == DEFERRED_MESSAGE || type == MODAL;
          case PendingInteraction.AUTOCOMPLETE -> type == CHOICES;
          case PendingInteraction.COMPONENT -> (type >= MESSAGE && type <= UPDATE) || type == MODAL;
          default ->
              type == MESSAGE
                  || type == DEFERRED_MESSAGE
                  || ((type == UPDATE || type == DEFERRED_UPDATE)
                      && interaction.sourceMessageId() != null);
        };
    if (!compatible) {
      throw ApiException.formError(
          "type",
          "INTERACTION_RESPONSE_TYPE_INVALID",
          "Response type %d does not fit an interaction of type %d"
              .formatted(type, interaction.type()));
    }
  }

  private static void checkChoices(JsonNode data) {
    FormErrorCollector errors = new FormErrorCollector();
    FieldValidator choices = new FieldValidator(errors, "data", data).child("choices");
    choices.required().list(0, 25);
    for (FieldValidator choice : choices.items()) {
      choice.child("name").text(1, 100);
      choice.child("value").required();
      if (choice.value().path("value").isTextual()) {
        choice.child("value").text(1, 100);
      }
    }
    errors.throwIfAny();
  }

  private StoredMessage sourceMessage(PendingInteraction interaction) {
    return Optional.ofNullable(interaction.sourceMessageId())
        .flatMap(context.messages()::find)
        .orElseThrow(() -> ApiException.unknown(10008, "Message"));
  }

  private StoredMessage recordResponse(
      PendingInteraction interaction, int type, StoredMessage message) {
    if (type == MESSAGE || type == DEFERRED_MESSAGE) {
      messageDispatcher.create(channel(message.channelId()), message);
    }
    context
        .interactions()
        .recordResponse(
            interaction.withResponse(type, message.id(), message.visibleTo() != null, null),
            SandboxJson.object());
    return message;
  }

  private MessageChannel channel(String channelId) {
    return context
        .guildStore()
        .messageChannel(channelId)
        .orElseThrow(() -> ApiException.unknown(10003, "Channel"));
  }

  /**
   * Creates a message; {@code posted}: it is dispatched here (a follow-up), otherwise by the
   * caller.
   */
  public StoredMessage newMessage(
      PendingInteraction interaction, JsonNode data, boolean dispatched) {
    MessageChannel channel = channel(interaction.channelId());
    String id = context.ids().next();
    ObjectNode body =
        context.messageBuilder().newMessage(id, channel, DiscordJson.user(DiscordJson.BOT), data);
    boolean ephemeral = (data.path("flags").asInt() & MessageValidation.EPHEMERAL) != 0;
    body.put("application_id", InitialState.APPLICATION)
        .put("webhook_id", InitialState.APPLICATION);
    if (interaction.type() == PendingInteraction.COMMAND && !dispatched) {
      body.put("type", 20);
    }
    body.set("interaction_metadata", interaction.metadata(userJson(interaction.userId())));
    @Nullable String readerId = ephemeral ? interaction.userId() : null;
    StoredMessage message =
        new StoredMessage(
            id, channel.id(), DiscordJson.BOT.id(), readerId, null, interaction.token(), body);
    if (dispatched) {
      messageDispatcher.create(channel, message);
    }
    return message;
  }

  private ObjectNode userJson(String id) {
    return DiscordJson.user(
        context.guildStore().user(id).orElseThrow(() -> ApiException.unknown(10013, "User")));
  }
}
