package dcm.discord.command;

import dcm.guild.value.GuildId;
import dcm.guild.value.SwapId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Custom id of a button of an offer to swap. Written {@code s1:<action>:<guild>:<swap>}. */
public record SwapButtonId(Action action, GuildId guild, SwapId swap) {
  private static final Pattern PATTERN =
      Pattern.compile("s1:(accept|decline|withdraw):([0-9]{1,19}):([\\w-]{22})");
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** Names must never change: old messages contain them. */
  public enum Action {
    ACCEPT("accept"),
    DECLINE("decline"),
    WITHDRAW("withdraw");

    private final String wireName;

    Action(String wireName) {
      this.wireName = wireName;
    }
  }

  /**
   * @return null when the text is not such an id
   */
  public static @Nullable SwapButtonId parse(String text) {
    var matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(matcher.group(3)));
      return new SwapButtonId(
          action(matcher.group(1)),
          GuildId.of(matcher.group(2)),
          new SwapId(new UUID(bytes.getLong(), bytes.getLong())));
    } catch (IllegalArgumentException notASwapButtonId) {
      return null;
    }
  }

  private static Action action(String name) {
    return switch (name) {
      case "accept" -> Action.ACCEPT;
      case "decline" -> Action.DECLINE;
      default -> Action.WITHDRAW;
    };
  }

  @Override
  public String toString() {
    var bytes = ByteBuffer.allocate(16);
    bytes.putLong(swap.value().getMostSignificantBits());
    bytes.putLong(swap.value().getLeastSignificantBits());
    return "s1:%s:%s:%s".formatted(action.wireName, guild, ENCODER.encodeToString(bytes.array()));
  }
}
