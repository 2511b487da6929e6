package dcm.discord.registration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.discord.text.DiscordMessages;
import dcm.notify.MessageLanguage;

/** Commands in the menus of messages and users. Their names are their ids. */
public enum ContextMenuCommand {
  /** Makes a task of a message. */
  MAKE_TASK(3, "menu.make-task"),
  /** Lists the tasks of a user. */
  TASKS_OF(2, "menu.tasks-of");

  private static final int GUILD_CONTEXT = 0;

  private final int type;
  private final String textKey;

  ContextMenuCommand(int type, String textKey) {
    this.type = type;
    this.textKey = textKey;
  }

  /** The name by which interactions refer to it, in every language. */
  public String commandName() {
    return DiscordMessages.of(MessageLanguage.EN).format(textKey);
  }

  /** Discord's JSON; such a command has no description. */
  ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("type", type).put("name", commandName());
    json.putObject("name_localizations")
        .put("nl", DiscordMessages.of(MessageLanguage.NL).format(textKey));
    json.putArray("contexts").add(GUILD_CONTEXT);
    return json;
  }
}
