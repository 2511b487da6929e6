package dcm.discord.delivery;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dcm.discord.client.DiscordRest;
import dcm.guild.value.ChannelId;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.GuildId;
import dcm.notify.DeliveryChannel;
import dcm.notify.OutgoingMessage;
import dcm.notify.SendResult;
import java.util.concurrent.CompletionStage;

/**
 * Delivers to a text channel of a guild. Before the first message Discord is asked which guild the
 * channel belongs to: a guild's history could name a channel of another guild.
 */
public final class GuildTextChannel implements DeliveryChannel {
  private static final int MAX_CACHED_CHANNELS = 10_000;
  private static final String UNKNOWN_CHANNEL = "unknown-channel";

  private final DiscordRest rest;
  private final MessageSender sender;

  /** Guilds by channel: a channel never moves to another guild. */
  private final Cache<ChannelId, GuildId> guilds =
      Caffeine.newBuilder().maximumSize(MAX_CACHED_CHANNELS).build();

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
    var cached = guilds.getIfPresent(channel);
    if (cached != null) {
      return completedFuture(cached.equals(guild));
    }
    return rest.guildOf(channel)
        .thenApply(owner -> {
          if (owner == null) {
            return false;
          }
          guilds.put(channel, owner);
          return owner.equals(guild);
        });
  }
}
