package dcm.discord;

import dcm.discord.wire.Interaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** What an interaction asks, in short: the same question has the same fingerprint. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(Interaction interaction) {
    String asked =
        switch (interaction) {
          case Interaction.Slash slash -> "/" + slash.path() + new TreeMap<>(slash.options());
          case Interaction.Click click -> "click " + click.customId();
          case Interaction.Submit submit ->
              "submit " + submit.customId() + new TreeMap<>(submit.fields());
          case Interaction.Typing typing -> "typing " + typing.path();
        };
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(asked.getBytes(StandardCharsets.UTF_8));
      return "discord:" + HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
