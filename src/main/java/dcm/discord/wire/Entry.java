package dcm.discord.wire;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** With what right a connection is opened. */
public sealed interface Entry {
  /** Where to connect, for example {@code wss://gateway.discord.gg}. */
  String url();

  /** To take up a session where it broke off. Never becomes an IDENTIFY. */
  record Resume(Session session) implements Entry {
    @Override
    public String url() {
      return session.resumeUrl();
    }
  }

  /**
   * To begin a session.
   *
   * @param leave asked when IDENTIFY would be said: false, or a failure, ends the connection
   *     instead
   */
  record Begin(String url, Supplier<CompletionStage<Boolean>> leave) implements Entry {}
}
