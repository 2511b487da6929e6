package dcm.discord.wire;

import java.util.List;

/** What an interaction is answered with. */
public sealed interface Reply {
  /**
   * A new message.
   *
   * @param hidden only the visitor sees it
   */
  record Say(Message message, boolean hidden) implements Reply {}

  /** The message with the pressed button becomes this one. */
  record Replace(Message message) implements Reply {}

  /** A form to fill in. Only as the very first answer. */
  record Form(String customId, String title, List<Input> inputs) implements Reply {
    public Form {
      inputs = List.copyOf(inputs);
    }
  }

  /** At most 25 suggestions. Only as the very first answer. */
  record Offer(List<Choice> choices) implements Reply {
    public Offer {
      choices = List.copyOf(choices);
    }
  }

  record Input(
      String id, String label, boolean paragraph, boolean required, int longest, String value) {}

  record Choice(String name, String value) {}
}
