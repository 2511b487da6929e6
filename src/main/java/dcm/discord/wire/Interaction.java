package dcm.discord.wire;

import java.util.List;
import java.util.Map;

/** Somebody did something that Discord wants an answer to. */
public sealed interface Interaction {
  Ticket ticket();

  Visitor visitor();

  /**
   * A slash command.
   *
   * @param path the command and its subcommand, for example {@code task, create}
   * @param options what was typed, by option name; users, roles and channels as their snowflakes
   */
  record Slash(Ticket ticket, Visitor visitor, List<String> path, Map<String, String> options)
      implements Interaction {
    public Slash {
      path = List.copyOf(path);
      options = Map.copyOf(options);
    }
  }

  /**
   * Somebody is typing and wants suggestions. Cannot be deferred.
   *
   * @param focused the option they are typing in
   */
  record Typing(Ticket ticket, Visitor visitor, List<String> path, String focused, String typed)
      implements Interaction {
    public Typing {
      path = List.copyOf(path);
    }
  }

  /** A button was pressed, maybe weeks after it was shown. */
  record Click(Ticket ticket, Visitor visitor, String customId) implements Interaction {}

  /**
   * A form was sent.
   *
   * @param fields what was typed, by field id
   */
  record Submit(Ticket ticket, Visitor visitor, String customId, Map<String, String> fields)
      implements Interaction {
    public Submit {
      fields = Map.copyOf(fields);
    }
  }
}
