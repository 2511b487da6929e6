package dcm.discord.client;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The first answer to an interaction (docs: interactions, interaction response). */
public final class InitialResponse {
  private final ObjectNode body;

  private InitialResponse(ObjectNode body) {
    this.body = body;
  }

  public static InitialResponse of(InteractionReply reply) {
    return new InitialResponse(PayloadWriter.initialResponse(reply));
  }

  /** Says that an answer will follow, and buys 15 minutes. */
  public static InitialResponse deferred(boolean ephemeral) {
    return new InitialResponse(PayloadWriter.deferred(ephemeral));
  }

  /** As {@link #deferred}; the message with the pressed button stays until it is edited. */
  public static InitialResponse deferredUpdate() {
    return new InitialResponse(PayloadWriter.deferredUpdate());
  }

  ObjectNode body() {
    return body;
  }

  /** As JSON. */
  @Override
  public String toString() {
    return body.toString();
  }
}
