package dcm.discord.client;

import java.util.List;
import java.util.Map;

/** Somebody did something that Discord wants an answer to. */
public sealed interface Interaction {
  InteractionToken token();

  InteractionUser user();

  /**
   * A slash command.
   *
   * @param path the command and its subcommand, for example {@code task, create}
   * @param options what was typed, by option name; users, roles and channels as their snowflakes
   */
  record Command(
      InteractionToken token, InteractionUser user, List<String> path, Map<String, String> options)
      implements Interaction {
    public Command {
      path = List.copyOf(path);
      options = Map.copyOf(options);
    }
  }

  /**
   * Somebody is typing and wants suggestions. Cannot be deferred.
   *
   * @param focused the option they are typing in
   */
  record Autocomplete(
      InteractionToken token,
      InteractionUser user,
      List<String> path,
      String focusedOption,
      String value)
      implements Interaction {
    public Autocomplete {
      path = List.copyOf(path);
    }
  }

  /** A button was pressed, maybe weeks after it was shown. */
  record Component(InteractionToken token, InteractionUser user, String customId)
      implements Interaction {}

  /**
   * A form was sent.
   *
   * @param fields what was typed, by field id
   */
  record ModalSubmit(
      InteractionToken token, InteractionUser user, String customId, Map<String, String> fields)
      implements Interaction {
    public ModalSubmit {
      fields = Map.copyOf(fields);
    }
  }
}
