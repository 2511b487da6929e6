package dcm.discord.interaction;

/** How a reply is shown. */
public enum ResponseMode {
  /** A new message for everyone in the channel. */
  PUBLIC,
  /** A new message for the user only. */
  EPHEMERAL,
  /** A change of the message with the pressed button. */
  UPDATE_MESSAGE,
  /** A form or suggestions, which Discord accepts as the initial response only. */
  IMMEDIATE
}
