package dcm.discord.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The first answer to an interaction (docs: interactions, interaction response). */
public final class Callback {
  private final ObjectNode body;

  private Callback(ObjectNode body) {
    this.body = body;
  }

  public static Callback of(Reply reply) {
    return new Callback(Payloads.callback(reply));
  }

  /** Says that an answer will follow, and buys 15 minutes. */
  public static Callback later(boolean hidden) {
    return new Callback(Payloads.deferred(hidden));
  }

  /** As {@link #later}; the message with the pressed button stays until it is edited. */
  public static Callback laterInPlace() {
    return new Callback(Payloads.deferredReplacement());
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
