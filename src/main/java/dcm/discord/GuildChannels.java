package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.wire.Rest;
import dcm.guild.ChannelId;
import dcm.guild.GuildId;
import dcm.guild.Parcel;
import dcm.guild.Route;
import dcm.notify.Channel;
import dcm.notify.Letter;
import dcm.notify.Receipt;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way to a channel of a guild. Whatever a guild's history says, nothing is posted in a channel
 * that Discord does not count among the channels of that guild.
 */
final class GuildChannels implements Channel {
  private static final int MAX_REMEMBERED = 10_000;
  private static final String UNKNOWN_CHANNEL = "unknown-channel";

  private final Rest rest;
  private final Postman postman;

  /** A channel never moves to another guild. */
  private final Map<ChannelId, GuildId> guilds = new ConcurrentHashMap<>();

  GuildChannels(Rest rest) {
    this.rest = rest;
    this.postman = new Postman(rest);
  }

  @Override
  public CompletionStage<Receipt> send(Parcel parcel, Letter letter) {
    return switch (parcel.delivery().route()) {
      case Route.Channel(var channel) ->
          belongs(channel, parcel.guild())
              .thenCompose(ours ->
                  ours
                      ? postman.post(channel, parcel, letter)
                      : completedFuture(new Receipt.Refused(UNKNOWN_CHANNEL, true)))
              .exceptionally(Postman::failed);
      case Route.DirectMessage _ -> throw new IllegalArgumentException("not a channel");
    };
  }

  private CompletionStage<Boolean> belongs(ChannelId channel, GuildId guild) {
    var known = guilds.get(channel);
    if (known != null) {
      return completedFuture(known.equals(guild));
    }
    return rest.guildOf(channel)
        .thenApply(found -> {
          if (found == null) {
            return false;
          }
          if (guilds.size() >= MAX_REMEMBERED) {
            guilds.clear();
          }
          guilds.put(channel, found);
          return found.equals(guild);
        });
  }
}
