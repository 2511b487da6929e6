package dcm.discord.interaction;

import dcm.guild.reply.Refusal;

/** The guild said no. Ends a command's way; translated once, by {@link ErrorMessages}. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.toString(), null, false, false);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
