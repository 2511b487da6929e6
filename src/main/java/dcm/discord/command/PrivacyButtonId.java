package dcm.discord.command;

import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Custom id of the button that confirms being forgotten: {@code p1:forget:<guild>:<member>}. */
public record PrivacyButtonId(GuildId guild, MemberId member) {
  private static final Pattern PATTERN = Pattern.compile("p1:forget:([0-9]{1,19}):([0-9]{1,19})");

  /**
   * @return null when the text is not such an id
   */
  public static @Nullable PrivacyButtonId parse(String text) {
    var matcher = PATTERN.matcher(text);
    try {
      return matcher.matches()
          ? new PrivacyButtonId(GuildId.of(matcher.group(1)), MemberId.of(matcher.group(2)))
          : null;
    } catch (IllegalArgumentException tooLarge) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "p1:forget:%s:%s".formatted(guild, member);
  }
}
