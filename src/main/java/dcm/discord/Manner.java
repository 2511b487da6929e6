package dcm.discord;

/** How a visitor is to hear. */
enum Manner {
  /** A new message that all may see. */
  SHOWN,
  /** A new message for the visitor alone. */
  HIDDEN,
  /** The message with the pressed button changes. */
  IN_PLACE,
  /** A form or suggestions: Discord takes them at once or not at all. */
  AT_ONCE
}
