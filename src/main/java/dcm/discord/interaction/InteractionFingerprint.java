package dcm.discord.interaction;

import dcm.discord.client.Interaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** What an interaction asks, in short: the same question has the same fingerprint. */
final class InteractionFingerprint {
  private InteractionFingerprint() {}

  static String of(Interaction interaction) {
    String content =
        switch (interaction) {
          case Interaction.Command command ->
              "/" + command.path() + new TreeMap<>(command.options());
          case Interaction.Component component -> "component " + component.customId();
          case Interaction.ModalSubmit modal ->
              "modal " + modal.customId() + new TreeMap<>(modal.fields());
          case Interaction.Autocomplete autocomplete -> "autocomplete " + autocomplete.path();
        };
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "discord:" + HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
