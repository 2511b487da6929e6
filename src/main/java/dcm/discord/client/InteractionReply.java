package dcm.discord.client;

import java.util.List;

/** What an interaction is answered with. */
public sealed interface InteractionReply {
  /**
   * A new message.
   *
   * @param hidden only the visitor sees it
   */
  record NewMessage(Message message, boolean ephemeral) implements InteractionReply {}

  /** The message with the pressed button becomes this one. */
  record UpdateMessage(Message message) implements InteractionReply {}

  /** A form to fill in. Only as the very first answer. */
  record Modal(String customId, String title, List<Input> inputs) implements InteractionReply {
    public Modal {
      inputs = List.copyOf(inputs);
    }
  }

  /** At most 25 suggestions. Only as the very first answer. */
  record Choices(List<Choice> choices) implements InteractionReply {
    public Choices {
      choices = List.copyOf(choices);
    }
  }

  record Input(
      String id, String label, boolean paragraph, boolean required, int maxLength, String value) {}

  record Choice(String name, String value) {}
}
