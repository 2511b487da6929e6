package dcm.guild.rules;

import dcm.guild.command.SettingsCommand;
import dcm.guild.event.SettingsEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildProfile;
import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildChannel;
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

  private static final Comparator<GuildChannel> USABLE_FIRST =
      Comparator.comparing((GuildChannel channel) -> !channel.takesMessages())
          .thenComparing(GuildChannel::id);

  private ChannelRules() {}

  /** Only what is different is told, and nothing when nothing is. */
  static @Nullable Refusal observe(
      DecisionContext context, SettingsCommand.ObserveChannels observed) {
    Map<ChannelId, GuildChannel> known = context.state().profile().channels();
    Map<ChannelId, GuildChannel> current = new TreeMap<>();
    observed.channels().stream()
        .map(ChannelRules::sanitized)
        .sorted(USABLE_FIRST)
        .limit(MAX_CHANNELS)
        .forEach(channel -> current.put(channel.id(), channel));
    List<GuildChannel> changed = new ArrayList<>(current.values());
    List<ChannelId> removed = new ArrayList<>();
    if (known != null) {
      changed.removeIf(channel -> channel.equals(known.get(channel.id())));
      removed.addAll(known.keySet());
      removed.removeAll(current.keySet());
    }
    if (known == null || !changed.isEmpty() || !removed.isEmpty()) {
      context.emit(new SettingsEvent.ChannelsObserved(changed, removed));
    }
    return null;
  }

  private static GuildChannel sanitized(GuildChannel observed) {
    String name = TextValidation.sanitize(observed.name(), observed.id().toString());
    return new GuildChannel(observed.id(), name, observed.type(), observed.writable());
  }

  /**
   * Why messages may not go to a channel; null: they may. A channel of another guild and one that
   * does not exist are refused alike.
   *
   * @param before the channel that is set, which is not judged again
   * @param wanted null: it stays as it is
   */
  static @Nullable Refusal checkUsable(
      GuildProfile profile, @Nullable ChannelId before, @Nullable ChannelId wanted) {
    if (wanted == null || Objects.equals(before, wanted)) {
      return null;
    }
    Map<ChannelId, GuildChannel> known = profile.channels();
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
        : invalid("not-writable", "the bot lacks permission to write there; grant it in Discord");
  }

  /** Whether Discord told of the guild's channels, and this is none of them. */
  static boolean isMissing(GuildProfile profile, ChannelId channel) {
    return profile.channels() != null && !profile.channels().containsKey(channel);
  }

  private static Refusal invalid(String code, String detail) {
    return new Refusal.Invalid(List.of(new Refusal.FieldError("channel", code, detail)));
  }
}
