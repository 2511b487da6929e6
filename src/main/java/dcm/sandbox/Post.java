package dcm.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
record Post(
    String id,
    String channelId,
    String authorId,
    @Nullable String visibleTo,
    @Nullable String nonce,
    @Nullable String token,
    ObjectNode body) {
  /** As the control API shows it: Discord's message and who sees it. */
  ObjectNode seen() {
    ObjectNode shape = body.deepCopy().put("ephemeral", visibleTo != null);
    if (visibleTo != null) {
      shape.put("visible_to", visibleTo);
    }
    if (nonce != null) {
      shape.put("nonce", nonce);
    }
    return shape;
  }

  Post with(ObjectNode newBody) {
    return new Post(id, channelId, authorId, visibleTo, nonce, token, newBody);
  }

  boolean isLoading() {
    return (body.path("flags").asInt() & MessageRules.LOADING) != 0;
  }

  boolean answers(String interactionToken) {
    return Objects.equals(token, interactionToken);
  }
}
