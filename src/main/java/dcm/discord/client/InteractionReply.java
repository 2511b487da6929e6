package dcm.discord.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The content of a response to an interaction. */
public sealed interface InteractionReply {
  /**
   * A new message.
   *
   * @param ephemeral visible to the user only
   */
  record NewMessage(Message message, boolean ephemeral) implements InteractionReply {}

  /**
   * A new message with a file, visible to the user only. It always follows a deferral, because an
   * initial response over HTTP cannot have files.
   *
   * @param content not copied
   */
  @SuppressWarnings("ArrayRecordComponent")
  record NewFile(Message message, String fileName, byte[] content) implements InteractionReply {}

  /** A replacement of the message with the pressed button. */
  record UpdateMessage(Message message) implements InteractionReply {}

  /** A form to fill in. Valid as the initial response only. */
  record Modal(String customId, String title, List<Input> inputs, List<FileInput> files)
      implements InteractionReply {
    public Modal {
      inputs = List.copyOf(inputs);
      files = List.copyOf(files);
    }

    /** A form without files. */
    public Modal(String customId, String title, List<Input> inputs) {
      this(customId, title, inputs, List.of());
    }
  }

  /** At most 25 suggestions. Valid as the initial response only. */
  record Choices(List<Choice> choices) implements InteractionReply {
    public Choices {
      choices = List.copyOf(choices);
    }
  }

  record Input(
      String id, String label, boolean paragraph, boolean required, int maxLength, String value) {}

  /**
   * A field for files; it may stay empty.
   *
   * @param max number of files, 1 to 10
   */
  record FileInput(String id, String label, int max) {}

  record Choice(String name, String value) {}

  /** The JSON of an initial response (docs: interactions, interaction response). */
  final class InitialResponse {
    private final ObjectNode body;

    private InitialResponse(ObjectNode body) {
      this.body = body;
    }

    public static InitialResponse of(InteractionReply reply) {
      return new InitialResponse(PayloadWriter.initialResponse(reply));
    }

    /** Announces a later reply, which Discord accepts for 15 minutes. */
    public static InitialResponse deferred(boolean ephemeral) {
      return new InitialResponse(PayloadWriter.deferred(ephemeral));
    }

    /** As {@link #deferred}; the message with the pressed button stays until it is edited. */
    public static InitialResponse deferredUpdate() {
      return new InitialResponse(PayloadWriter.deferredUpdate());
    }

    ObjectNode body() {
      return body;
    }

    /** The JSON text. */
    @Override
    public String toString() {
      return body.toString();
    }
  }
}
