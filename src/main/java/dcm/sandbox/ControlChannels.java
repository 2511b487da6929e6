package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.Endpoints.Door;
import dcm.sandbox.Guild.Room;
import java.util.ArrayList;
import java.util.List;

/** The control API's channels: made, renamed, closed to the bot, deleted. */
final class ControlChannels {
  private static final int MEMBER = 1;

  private final Parts parts;

  ControlChannels(Parts parts) {
    this.parts = parts;
  }

  void register(Endpoints on) {
    String all = "/sandbox/guilds/{gid}/channels";
    on.on("POST", all, Door.OPEN, this::create);
    on.on("PATCH", all + "/{cid}", Door.OPEN, this::edit);
    on.on("DELETE", all + "/{cid}", Door.OPEN, this::delete);
  }

  /** {@code {id?, name, type?, bot?}} with {@code bot} one of write, read, none. */
  private Answer create(Call call) {
    Guild guild = ControlGuilds.guild(parts.world(), call);
    JsonNode form = call.json();
    String id = form.path("id").asText(parts.ids().next());
    if (guild.channel(id).isPresent() || !Snowflakes.isOne(id)) {
      throw new ControlError(409, "an id that is no snowflake, or taken: " + id);
    }
    Room made = room(new Room(id, ""), form);
    List<Room> channels = new ArrayList<>(guild.channels());
    channels.add(made);
    return told(guild.withChannels(channels), made, "CHANNEL_CREATE", 201);
  }

  private Answer edit(Call call) {
    Guild guild = ControlGuilds.guild(parts.world(), call);
    Room edited = room(room(guild, call), call.json());
    List<Room> channels =
        guild.channels().stream().map(one -> one.id().equals(edited.id()) ? edited : one).toList();
    return told(guild.withChannels(channels), edited, "CHANNEL_UPDATE", 200);
  }

  private Answer delete(Call call) {
    Guild guild = ControlGuilds.guild(parts.world(), call);
    Room gone = room(guild, call);
    parts.messages().removeChannel(gone.id());
    parts
        .gateway()
        .dispatch(guild.id(), Intents.GUILDS, "CHANNEL_DELETE", Shapes.channel(guild, gone));
    parts
        .world()
        .putGuild(
            guild.withChannels(
                guild.channels().stream().filter(one -> !one.id().equals(gone.id())).toList()));
    return Answer.nothing();
  }

  private static Room room(Guild guild, Call call) {
    return guild
        .channel(call.name("cid"))
        .orElseThrow(() -> ControlError.unknown("channel", call.name("cid")));
  }

  private static Room room(Room before, JsonNode form) {
    String name = form.path("name").asText(before.name()).strip();
    if (name.isEmpty() || name.length() > 100) {
      throw ControlError.bad("a name of 1 to 100 characters is missing");
    }
    int type = form.path("type").asInt(before.type());
    if (!form.has("bot")) {
      return new Room(before.id(), name, type, before.overwrites());
    }
    long denied =
        switch (form.path("bot").asText()) {
          case "write" -> 0;
          case "read" -> Permissions.SEND_MESSAGES;
          case "none" -> Permissions.VIEW_CHANNEL;
          default -> throw ControlError.bad("bot is write, read or none");
        };
    return new Room(
        before.id(), name, type, List.of(new Guild.Overwrite(Seed.APPLICATION, MEMBER, 0, denied)));
  }

  private Answer told(Guild guild, Room channel, String event, int status) {
    parts.world().putGuild(guild);
    parts.gateway().dispatch(guild.id(), Intents.GUILDS, event, Shapes.channel(guild, channel));
    return Answer.of(status, Shapes.channel(guild, channel));
  }
}
