package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Something a person did and the bot has to answer.
 *
 * @param type 2 command, 3 component, 4 autocomplete, 5 modal
 * @param guildId null in a direct message
 * @param sourceMessage the message whose component was used, also behind a modal
 * @param created epoch milliseconds
 * @param answer the type of the first answer; 0 while there is none
 * @param original the message that {@code @original} means, once there is one
 * @param modal the modal that was opened, kept to check what is submitted
 */
record Interaction(
    String id,
    String token,
    int type,
    String userId,
    @Nullable String guildId,
    String channelId,
    String locale,
    @Nullable String commandName,
    @Nullable String sourceMessage,
    long created,
    int answer,
    @Nullable String original,
    boolean ephemeral,
    @Nullable JsonNode modal) {
  Interaction {
    // absent is read back as a missing node
    modal = modal != null && modal.isObject() ? modal : null;
  }

  static final int COMMAND = 2;
  static final int COMPONENT = 3;
  static final int AUTOCOMPLETE = 4;
  static final int MODAL_SUBMIT = 5;

  /** Discord's deadline for the first answer. */
  static final long ANSWER_MILLIS = 3_000;

  /** How long the token is good for what follows. */
  static final long TOKEN_MILLIS = 15 * 60_000;

  boolean isAnswered() {
    return answer != 0;
  }

  boolean isLate(long now) {
    return !isAnswered() && now - created > ANSWER_MILLIS;
  }

  boolean isOver(long now) {
    return now - created > TOKEN_MILLIS;
  }

  Interaction answered(
      int with, @Nullable String message, boolean hidden, @Nullable JsonNode opened) {
    return new Interaction(
        id,
        token,
        type,
        userId,
        guildId,
        channelId,
        locale,
        commandName,
        sourceMessage,
        created,
        with,
        message,
        hidden,
        opened);
  }

  /** {@code interaction_metadata} of the messages that answer it. */
  ObjectNode metadata(ObjectNode user) {
    ObjectNode shape = Json.object().put("id", id).put("type", type);
    shape.set("user", user);
    shape.putObject("authorizing_integration_owners").put("0", guildId == null ? "0" : guildId);
    if (type == COMMAND && commandName != null) {
      shape.put("name", commandName);
    }
    return shape;
  }
}
