package dcm.sandbox.interaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.store.SandboxJson;
import org.jspecify.annotations.Nullable;

/**
 * A user's action that the bot has to respond to.
 *
 * @param type 2 command, 3 component, 4 autocomplete, 5 modal
 * @param guildId null in a direct message
 * @param sourceMessageId message whose component was used, also of a modal opened by it
 * @param createdAtMillis epoch milliseconds
 * @param responseType type of the initial response; 0 while there is none
 * @param originalMessageId the message {@code @original}; null while there is none
 * @param modal the opened modal, against which the submission is validated
 */
public record PendingInteraction(
    String id,
    String token,
    int type,
    String userId,
    @Nullable String guildId,
    String channelId,
    String locale,
    @Nullable String commandName,
    @Nullable String sourceMessageId,
    long createdAtMillis,
    int responseType,
    @Nullable String originalMessageId,
    boolean ephemeral,
    @Nullable JsonNode modal) {
  public PendingInteraction {
    // an absent modal is deserialized as a missing node
    modal = modal != null && modal.isObject() ? modal : null;
  }

  public static final int COMMAND = 2;
  public static final int COMPONENT = 3;
  public static final int AUTOCOMPLETE = 4;
  public static final int MODAL_SUBMIT = 5;

  /** Discord's deadline for the initial response. */
  static final long RESPONSE_TIMEOUT_MILLIS = 3_000;

  /** Validity of the token for follow-up messages. */
  static final long TOKEN_TTL_MILLIS = 15 * 60_000;

  public boolean isAcknowledged() {
    return responseType != 0;
  }

  boolean isResponseOverdue(long now) {
    return !isAcknowledged() && now - createdAtMillis > RESPONSE_TIMEOUT_MILLIS;
  }

  public boolean isExpired(long now) {
    return now - createdAtMillis > TOKEN_TTL_MILLIS;
  }

  PendingInteraction withResponse(
      int newResponseType,
      @Nullable String messageId,
      boolean isEphemeral,
      @Nullable JsonNode openedModal) {
    return new PendingInteraction(
        id,
        token,
        type,
        userId,
        guildId,
        channelId,
        locale,
        commandName,
        sourceMessageId,
        createdAtMillis,
        newResponseType,
        messageId,
        isEphemeral,
        openedModal);
  }

  /** The {@code interaction_metadata} of messages that respond to it. */
  ObjectNode metadata(ObjectNode user) {
    ObjectNode json = SandboxJson.object().put("id", id).put("type", type);
    json.set("user", user);
    json.putObject("authorizing_integration_owners").put("0", guildId == null ? "0" : guildId);
    if (type == COMMAND && commandName != null) {
      json.put("name", commandName);
    }
    return json;
  }
}
