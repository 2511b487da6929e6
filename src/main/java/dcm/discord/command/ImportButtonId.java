package dcm.discord.command;

import dcm.guild.value.GuildId;
import dcm.guild.value.ImportId;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Custom id of a button of an import. Written {@code i1:<action>:<guild>:<import>}. */
public record ImportButtonId(Action action, GuildId guild, ImportId importId) {
  private static final Pattern PATTERN =
      Pattern.compile("i1:(apply|cancel|undo):([0-9]{1,19}):([0-9a-f-]{36})");

  /** Names must never change: old messages contain them. */
  public enum Action {
    APPLY,
    CANCEL,
    UNDO
  }

  /**
   * @return null when the text is not such an id
   */
  public static @Nullable ImportButtonId parse(String text) {
    var matcher = PATTERN.matcher(text);
    try {
      return matcher.matches()
          ? new ImportButtonId(
              Action.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
              GuildId.of(matcher.group(2)),
              ImportId.of(matcher.group(3)))
          : null;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "i1:%s:%s:%s".formatted(action.name().toLowerCase(Locale.ROOT), guild, importId);
  }
}
