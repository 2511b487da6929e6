package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.wire.Rest;
import dcm.guild.ChannelId;
import dcm.guild.MemberId;
import dcm.guild.Parcel;
import dcm.guild.Route;
import dcm.notify.Channel;
import dcm.notify.Letter;
import dcm.notify.Receipt;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The way to one member by direct message. A channel to a user, once made, stays the same. */
final class DirectMessages implements Channel {
  private static final int REMEMBERED = 10_000;

  private final Rest rest;
  private final Postman postman;
  private final Map<MemberId, ChannelId> channels = new ConcurrentHashMap<>();

  DirectMessages(Rest rest) {
    this.rest = rest;
    this.postman = new Postman(rest);
  }

  @Override
  public CompletionStage<Receipt> send(Parcel parcel, Letter letter) {
    return switch (parcel.delivery().route()) {
      case Route.DirectMessage direct ->
          channel(direct.to())
              .thenCompose(channel -> postman.post(channel, parcel, letter))
              .exceptionally(Postman::failed);
      case Route.Channel _ -> throw new IllegalArgumentException("not a direct message");
    };
  }

  private CompletionStage<ChannelId> channel(MemberId to) {
    var known = channels.get(to);
    if (known != null) {
      return completedFuture(known);
    }
    return rest.directChannel(to)
        .thenApply(channel -> {
          if (channels.size() >= REMEMBERED) {
            channels.clear();
          }
          channels.put(to, channel);
          return channel;
        });
  }
}
