package dcm.discord;

import dcm.guild.Refusal;

/** The guild said no. Ends a command's way; translated once, by {@link Apology}. */
final class Declined extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  Declined(Refusal refusal) {
    super(refusal.toString(), null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
