package dcm.discord.interaction;

import dcm.discord.client.Interaction;
import java.util.HexFormat;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/** Hash of an interaction's content: interactions that ask the same have the same fingerprint. */
final class InteractionFingerprint {
  private InteractionFingerprint() {}

  static String of(Interaction interaction) {
    String content =
        switch (interaction) {
          case Interaction.Command command ->
              "/" + command.path() + new TreeMap<>(command.options());
          case Interaction.Component component ->
              "component "
                  + component.customId()
                  + (component.values().isEmpty() ? "" : " " + component.values());
          case Interaction.ModalSubmit modal ->
              "modal " + modal.customId() + new TreeMap<>(modal.fields());
          case Interaction.MessageCommand command ->
              "message " + command.name() + " " + command.message();
          case Interaction.UserCommand command -> "user " + command.name() + " " + command.target();
          case Interaction.Autocomplete autocomplete -> "autocomplete " + autocomplete.path();
        };
    return "discord:" + HexFormat.of().formatHex(DigestUtils.sha256(content), 0, 12);
  }
}
