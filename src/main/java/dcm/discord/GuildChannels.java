package dcm.discord;

import dcm.discord.wire.Rest;
import dcm.guild.Parcel;
import dcm.guild.Route;
import dcm.notify.Channel;
import dcm.notify.Letter;
import dcm.notify.Receipt;
import java.util.concurrent.CompletionStage;

/** The way to a channel of a guild. */
final class GuildChannels implements Channel {
  private final Postman postman;

  GuildChannels(Rest rest) {
    this.postman = new Postman(rest);
  }

  @Override
  public CompletionStage<Receipt> send(Parcel parcel, Letter letter) {
    return switch (parcel.delivery().route()) {
      case Route.Channel channel ->
          postman.post(channel.in(), parcel, letter).exceptionally(Postman::failed);
      case Route.DirectMessage _ -> throw new IllegalArgumentException("not a channel");
    };
  }
}
