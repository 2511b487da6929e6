package dcm.discord.delivery;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dcm.discord.client.DiscordRest;
import dcm.guild.value.ChannelId;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.MemberId;
import dcm.notify.DeliveryChannel;
import dcm.notify.OutgoingMessage;
import dcm.notify.SendResult;
import java.util.concurrent.CompletionStage;

/** Delivers to one member by direct message. The channel of a user never changes. */
public final class DirectMessageChannel implements DeliveryChannel {
  private static final int MAX_CACHED_CHANNELS = 10_000;

  private final DiscordRest rest;
  private final MessageSender sender;
  private final Cache<MemberId, ChannelId> channels =
      Caffeine.newBuilder().maximumSize(MAX_CACHED_CHANNELS).build();

  public DirectMessageChannel(DiscordRest rest) {
    this.rest = rest;
    this.sender = new MessageSender(rest);
  }

  @Override
  public CompletionStage<SendResult> send(DeliveryDetails details, OutgoingMessage outgoing) {
    return switch (details.delivery().route()) {
      case DeliveryRoute.DirectMessage direct ->
          channel(direct.recipient())
              .thenCompose(channel -> sender.post(channel, details, outgoing))
              .exceptionally(MessageSender::resultOf);
      case DeliveryRoute.Channel _ -> throw new IllegalArgumentException("not a direct message");
    };
  }

  private CompletionStage<ChannelId> channel(MemberId recipient) {
    var cached = channels.getIfPresent(recipient);
    if (cached != null) {
      return completedFuture(cached);
    }
    return rest.directChannel(recipient)
        .thenApply(channel -> {
          channels.put(recipient, channel);
          return channel;
        });
  }
}
