package dcm.discord.delivery;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.DiscordRest;
import dcm.guild.value.ChannelId;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.MemberId;
import dcm.notify.DeliveryChannel;
import dcm.notify.OutgoingMessage;
import dcm.notify.SendResult;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The way to one member by direct message. A channel to a user, once made, stays the same. */
public final class DirectMessageChannel implements DeliveryChannel {
  private static final int MAX_CACHED_CHANNELS = 10_000;

  private final DiscordRest rest;
  private final MessageSender sender;
  private final Map<MemberId, ChannelId> channels = new ConcurrentHashMap<>();

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
    var cached = channels.get(recipient);
    if (cached != null) {
      return completedFuture(cached);
    }
    return rest.directChannel(recipient)
        .thenApply(channel -> {
          if (channels.size() >= MAX_CACHED_CHANNELS) {
            channels.clear();
          }
          channels.put(recipient, channel);
          return channel;
        });
  }
}
