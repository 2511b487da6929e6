package dcm.discord.delivery;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.DiscordRest;
import dcm.guild.value.ChannelId;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.GuildId;
import dcm.notify.DeliveryChannel;
import dcm.notify.OutgoingMessage;
import dcm.notify.SendResult;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way to a channel of a guild. Whatever a guild's history says, nothing is posted in a channel
 * that Discord does not count among the channels of that guild.
 */
public final class GuildTextChannel implements DeliveryChannel {
  private static final int MAX_CACHED_CHANNELS = 10_000;
  private static final String UNKNOWN_CHANNEL = "unknown-channel";

  private final DiscordRest rest;
  private final MessageSender sender;

  /** A channel never moves to another guild. */
  private final Map<ChannelId, GuildId> guilds = new ConcurrentHashMap<>();

  public GuildTextChannel(DiscordRest rest) {
    this.rest = rest;
    this.sender = new MessageSender(rest);
  }

  @Override
  public CompletionStage<SendResult> send(DeliveryDetails details, OutgoingMessage outgoing) {
    return switch (details.delivery().route()) {
      case DeliveryRoute.Channel(var channel) ->
          belongsTo(channel, details.guild())
              .thenCompose(belongs ->
                  belongs
                      ? sender.post(channel, details, outgoing)
                      : completedFuture(new SendResult.Failed(UNKNOWN_CHANNEL, true)))
              .exceptionally(MessageSender::resultOf);
      case DeliveryRoute.DirectMessage _ -> throw new IllegalArgumentException("not a channel");
    };
  }

  private CompletionStage<Boolean> belongsTo(ChannelId channel, GuildId guild) {
    var cached = guilds.get(channel);
    if (cached != null) {
      return completedFuture(cached.equals(guild));
    }
    return rest.guildOf(channel)
        .thenApply(owner -> {
          if (owner == null) {
            return false;
          }
          if (guilds.size() >= MAX_CACHED_CHANNELS) {
            guilds.clear();
          }
          guilds.put(channel, owner);
          return owner.equals(guild);
        });
  }
}
