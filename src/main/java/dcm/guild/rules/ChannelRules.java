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

/** Rules on the guild's channels and on which of them receive its messages. */
final class ChannelRules {
  /** Discord's limit of channels per guild. */
  static final int MAX_CHANNELS = 500;

  private static final Comparator<GuildChannel> USABLE_FIRST =
      Comparator.comparing((GuildChannel channel) -> !channel.takesMessages())
          .thenComparing(GuildChannel::id);

  private ChannelRules() {}

  /** Records the changed and deleted channels; emits nothing when there are none. */
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
    if (known == null) {
      WelcomeRules.welcome(context);
    }
    return null;
  }

  private static GuildChannel sanitized(GuildChannel observed) {
    String name = TextValidation.sanitize(observed.name(), observed.id().toString());
    return new GuildChannel(observed.id(), name, observed.type(), observed.writable());
  }

  /**
   * The reason why messages may not be sent to a channel; null: they may. A channel of another
   * guild and a missing one are refused alike.
   *
   * @param before the current channel, which is not checked again
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

  /** Whether the guild's channels are observed and this is none of them. */
  static boolean isMissing(GuildProfile profile, ChannelId channel) {
    return profile.channels() != null && !profile.channels().containsKey(channel);
  }

  private static Refusal invalid(String code, String detail) {
    return new Refusal.Invalid(List.of(new Refusal.FieldError("channel", code, detail)));
  }
}
