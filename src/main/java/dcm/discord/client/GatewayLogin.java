package dcm.discord.client;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** With what right a connection is opened. */
public sealed interface GatewayLogin {
  /** Where to connect, for example {@code wss://gateway.discord.gg}. */
  String url();

  /** To take up a session where it broke off. Never becomes an IDENTIFY. */
  record Resume(ResumableSession session) implements GatewayLogin {
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
  record Identify(String url, Supplier<CompletionStage<Boolean>> permit) implements GatewayLogin {}
}
