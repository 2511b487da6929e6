package dcm.discord.command;

import dcm.template.TemplateSelection;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Custom id of a button or menu of the set-up. Written {@code
 * w1:<action>:<session>:<who>:<room>:<selection>}; at most 100 characters. It contains what was
 * chosen and is not a setting of the guild, so that the message works after a restart.
 *
 * @param session the same in one run of the set-up, so that its tasks are created once; base 36
 * @param who who will do the chosen tasks
 * @param room id of the room whose templates are shown; may be empty
 */
public record SetupComponentId(
    Action action, String session, Who who, String room, TemplateSelection selection) {
  private static final Pattern PATTERN =
      Pattern.compile(
          "w1:([a-z0-9-]{1,10}):([0-9a-z]{1,13}):([a-z]{1,9}):([a-z-]{0,15}):([\\w-]{0,43})");
  private static final Pattern OPEN = Pattern.compile("w1:open:[\\w-]{0,25}");

  /** Names must never change: old messages contain them. */
  public enum Action {
    /** Menus of the first step. */
    LANGUAGE,
    ZONE,
    /** Menus of the second step. */
    CHANNEL,
    REMINDERS,
    ESCALATION,
    /** Menus of the third step. */
    ROOM,
    TEMPLATES,
    WHO,
    /** Buttons that show a step. */
    STEP_1,
    STEP_2,
    STEP_3,
    CREATE;

    private String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Names must never change, see {@link Action}. */
  public enum Who {
    /** In turns, balanced by effort. */
    EVERYBODY,
    /** Whoever claims it; nobody until then. */
    CLAIM,
    /** The user who does the set-up. */
    ME;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The id of a button that begins the set-up.
   *
   * @param nonce identifies the message; may be empty
   */
  public static String open(String nonce) {
    return "w1:open:" + nonce;
  }

  /** Whether a custom id is one of {@link #open}. */
  public static boolean isOpen(String text) {
    return OPEN.matcher(text).matches();
  }

  /** The state at the beginning. */
  static SetupComponentId begin(Action action, long epochMillis) {
    return new SetupComponentId(
        action, Long.toString(epochMillis, 36), Who.EVERYBODY, "", TemplateSelection.empty());
  }

  /**
   * @return null when the text is not the id of a component of the set-up
   */
  public static @Nullable SetupComponentId parse(String text) {
    var matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    Action action = null;
    for (var candidate : Action.values()) {
      action = candidate.wireName().equals(matcher.group(1)) ? candidate : action;
    }
    Who who = who(matcher.group(3));
    if (action == null || who == null) {
      return null;
    }
    try {
      var selection = TemplateSelection.parse(matcher.group(5));
      return new SetupComponentId(action, matcher.group(2), who, matcher.group(4), selection);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  static @Nullable Who who(String name) {
    for (var candidate : Who.values()) {
      if (candidate.wireName().equals(name)) {
        return candidate;
      }
    }
    return null;
  }

  /** The id of another component with the same state. */
  SetupComponentId of(Action other) {
    return new SetupComponentId(other, session, who, room, selection);
  }

  SetupComponentId withWho(Who chosen) {
    return new SetupComponentId(action, session, chosen, room, selection);
  }

  SetupComponentId withRoom(String shown) {
    return new SetupComponentId(action, session, who, shown, selection);
  }

  SetupComponentId withSelection(TemplateSelection chosen) {
    return new SetupComponentId(action, session, who, room, chosen);
  }

  @Override
  public String toString() {
    return "w1:%s:%s:%s:%s:%s"
        .formatted(action.wireName(), session, who.wireName(), room, selection);
  }
}
