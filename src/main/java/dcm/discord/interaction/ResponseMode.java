package dcm.discord.interaction;

/** How a visitor is to hear. */
public enum ResponseMode {
  /** A new message that all may see. */
  PUBLIC,
  /** A new message for the visitor alone. */
  EPHEMERAL,
  /** The message with the pressed button changes. */
  UPDATE_MESSAGE,
  /** A form or suggestions: Discord takes them at once or not at all. */
  IMMEDIATE
}
