package dcm.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.validation.MessageValidation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that stands somewhere.
 *
 * @param visibleTo the one who sees it when it is ephemeral
 * @param nonce what the sender gave with {@code enforce_nonce}
 * @param token of the interaction that it answers
 * @param body the whole message as Discord writes it
 */
public record StoredMessage(
    String id,
    String channelId,
    String authorId,
    @Nullable String visibleTo,
    @Nullable String nonce,
    @Nullable String token,
    ObjectNode body) {
  /** As the control API shows it: Discord's message and who sees it. */
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
