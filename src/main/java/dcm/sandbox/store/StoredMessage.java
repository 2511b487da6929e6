package dcm.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.validation.MessageValidation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message in a channel.
 *
 * @param visibleTo the only user who sees an ephemeral message; null: not ephemeral
 * @param nonce nonce sent with {@code enforce_nonce}
 * @param token token of the interaction that it responds to
 * @param body the message in Discord's JSON
 */
public record StoredMessage(
    String id,
    String channelId,
    String authorId,
    @Nullable String visibleTo,
    @Nullable String nonce,
    @Nullable String token,
    ObjectNode body) {
  /** The message in the control API's JSON, with the user who sees it. */
  public ObjectNode toControlJson() {
    ObjectNode json = body.deepCopy().put("ephemeral", visibleTo != null);
    if (visibleTo != null) {
      json.put("visible_to", visibleTo);
    }
    if (nonce != null) {
      json.put("nonce", nonce);
    }
    return json;
  }

  public StoredMessage withBody(ObjectNode newBody) {
    return new StoredMessage(id, channelId, authorId, visibleTo, nonce, token, newBody);
  }

  public boolean isLoading() {
    return (body.path("flags").asInt() & MessageValidation.LOADING) != 0;
  }

  public boolean isResponseTo(String interactionToken) {
    return Objects.equals(token, interactionToken);
  }
}
