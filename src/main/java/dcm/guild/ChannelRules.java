package dcm.guild;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which channels the guild has, and which of them its messages may go to. */
final class ChannelRules {
  /** Discord's own limit for a guild. */
  static final int MAX_CHANNELS = 500;

  private static final Comparator<GuildChannel> USEFUL_FIRST =
      Comparator.comparing((GuildChannel channel) -> !channel.takesMessages())
          .thenComparing(GuildChannel::id);

  private ChannelRules() {}

  /** Only what is different is told, and nothing when nothing is. */
  static @Nullable Refusal observe(Hearing hearing, SettingsCommand.ObserveChannels seen) {
    Map<ChannelId, GuildChannel> known = hearing.state().house().channels();
    Map<ChannelId, GuildChannel> now = new TreeMap<>();
    seen.channels().stream()
        .map(ChannelRules::tame)
        .sorted(USEFUL_FIRST)
        .limit(MAX_CHANNELS)
        .forEach(channel -> now.put(channel.id(), channel));
    List<GuildChannel> changed = new ArrayList<>(now.values());
    List<ChannelId> removed = new ArrayList<>();
    if (known != null) {
      changed.removeIf(channel -> channel.equals(known.get(channel.id())));
      removed.addAll(known.keySet());
      removed.removeAll(now.keySet());
    }
    if (known == null || !changed.isEmpty() || !removed.isEmpty()) {
      hearing.happens(new SettingsEvent.ChannelsObserved(changed, removed));
    }
    return null;
  }

  private static GuildChannel tame(GuildChannel seen) {
    String name = Texts.tame(seen.name(), seen.id().toString());
    return new GuildChannel(seen.id(), name, seen.type(), seen.writable());
  }

  /**
   * Why messages may not go to a channel; null: they may. A channel of another guild and one that
   * does not exist are refused alike.
   *
   * @param before the channel that is set, which is not judged again
   * @param wanted null: it stays as it is
   */
  static @Nullable Refusal unusable(
      House house, @Nullable ChannelId before, @Nullable ChannelId wanted) {
    if (wanted == null || Objects.equals(before, wanted)) {
      return null;
    }
    Map<ChannelId, GuildChannel> known = house.channels();
    if (known == null) {
      return new Refusal.ChannelsNotObserved();
    }
    GuildChannel channel = known.get(wanted);
    if (channel == null) {
      return new Refusal.UnknownChannel(wanted);
    }
    if (!channel.takesMessages()) {
      return invalid("not-a-text-channel", "must be a text channel");
    }
    return channel.writable()
        ? null
        : invalid("not-writable", "the bot may not write there: give it the right to in Discord");
  }

  /** Whether Discord told of the guild's channels, and this is none of them. */
  static boolean isMissing(House house, ChannelId channel) {
    return house.channels() != null && !house.channels().containsKey(channel);
  }

  private static Refusal invalid(String code, String detail) {
    return new Refusal.Invalid(List.of(new FieldError("channel", code, detail)));
  }
}
