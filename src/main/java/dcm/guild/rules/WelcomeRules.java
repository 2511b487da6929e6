package dcm.guild.rules;

import dcm.guild.event.NotificationEvent;
import dcm.guild.state.GuildProfile;
import dcm.guild.state.GuildState;
import dcm.guild.value.ChannelId;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.GuildChannel;
import org.jspecify.annotations.Nullable;

/** Rules on the one message that a guild gets when the bot is added to it. */
final class WelcomeRules {
  private WelcomeRules() {}

  /**
   * Queues the message to the channel that Discord's description chose. Called when the guild's
   * channels are observed for the first time, which happens once however often the bot is added:
   * they are never forgotten.
   */
  static void welcome(DecisionContext context) {
    GuildProfile profile = context.state().profile();
    ChannelId target = profile.settings().channel();
    if (!profile.active() || target == null || !isWritable(profile, target) || hasTasks(context)) {
      return;
    }
    context.emit(
        new NotificationEvent.WelcomeQueued(
            new DeliveryId("welcome.ch-" + target),
            target,
            context.at().plus(DeliveryRules.RETRY_DELAYS.getFirst())));
  }

  private static boolean isWritable(GuildProfile profile, ChannelId target) {
    GuildChannel channel = profile.channels() == null ? null : profile.channels().get(target);
    return channel != null && channel.takesMessages() && channel.writable();
  }

  /** Whether there is or was a task. */
  private static boolean hasTasks(DecisionContext context) {
    return context.state().catalog().lastNumber() > 0;
  }

  /** Whether the message is still wanted: nobody has made a task meanwhile. */
  static boolean stillApplies(GuildState state, Delivery delivery) {
    @Nullable ChannelId channel = state.profile().settings().channel();
    return state.profile().active()
        && state.catalog().tasks().isEmpty()
        && channel != null
        && delivery.route().equals(new DeliveryRoute.Channel(channel));
  }
}
