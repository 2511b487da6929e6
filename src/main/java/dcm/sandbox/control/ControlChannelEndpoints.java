package dcm.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.gateway.Intents;
import dcm.sandbox.rest.ApiCall;
import dcm.sandbox.rest.EndpointTable;
import dcm.sandbox.rest.EndpointTable.Access;
import dcm.sandbox.rest.SandboxResponse;
import dcm.sandbox.store.DiscordJson;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.SandboxGuild;
import dcm.sandbox.store.SandboxGuild.Channel;
import dcm.sandbox.store.SandboxPermissions;
import dcm.sandbox.store.SnowflakeGenerator;
import java.util.ArrayList;
import java.util.List;

/** Control API for channels: create, rename, deny to the bot, delete. */
public final class ControlChannelEndpoints {
  private static final int MEMBER_OVERWRITE = 1;

  private final SandboxContext context;

  public ControlChannelEndpoints(SandboxContext context) {
    this.context = context;
  }

  public void register(EndpointTable endpoints) {
    String collectionPath = "/sandbox/guilds/{gid}/channels";
    endpoints.add("POST", collectionPath, Access.OPEN, this::create);
    endpoints.add("PATCH", collectionPath + "/{cid}", Access.OPEN, this::edit);
    endpoints.add("DELETE", collectionPath + "/{cid}", Access.OPEN, this::delete);
  }

  /** {@code {id?, name, type?, bot?}} with {@code bot} one of write, read, none. */
  private SandboxResponse create(ApiCall call) {
    SandboxGuild guild = ControlGuildEndpoints.guild(context.guildStore(), call);
    JsonNode form = call.json();
    String id = form.path("id").asText(context.ids().next());
    if (guild.channel(id).isPresent() || !SnowflakeGenerator.isValid(id)) {
      throw new ControlException(409, "the id is not a snowflake or already exists: " + id);
    }
    Channel created = channel(new Channel(id, ""), form);
    List<Channel> channels = new ArrayList<>(guild.channels());
    channels.add(created);
    return dispatchAndRespond(guild.withChannels(channels), created, "CHANNEL_CREATE", 201);
  }

  private SandboxResponse edit(ApiCall call) {
    SandboxGuild guild = ControlGuildEndpoints.guild(context.guildStore(), call);
    Channel edited = channel(channel(guild, call), call.json());
    List<Channel> channels =
        guild.channels().stream()
            .map(candidate -> candidate.id().equals(edited.id()) ? edited : candidate)
            .toList();
    return dispatchAndRespond(guild.withChannels(channels), edited, "CHANNEL_UPDATE", 200);
  }

  private SandboxResponse delete(ApiCall call) {
    SandboxGuild guild = ControlGuildEndpoints.guild(context.guildStore(), call);
    Channel deleted = channel(guild, call);
    context.messages().removeChannel(deleted.id());
    context
        .gateway()
        .dispatch(
            guild.id(), Intents.GUILDS, "CHANNEL_DELETE", DiscordJson.channel(guild, deleted));
    context
        .guildStore()
        .putGuild(
            guild.withChannels(
                guild.channels().stream()
                    .filter(candidate -> !candidate.id().equals(deleted.id()))
                    .toList()));
    return SandboxResponse.noContent();
  }

  private static Channel channel(SandboxGuild guild, ApiCall call) {
    return guild
        .channel(call.pathParameter("cid"))
        .orElseThrow(() -> ControlException.notFound("channel", call.pathParameter("cid")));
  }

  static Channel channel(Channel previous, JsonNode form) {
    String name = form.path("name").asText(previous.name()).strip();
    if (name.isEmpty() || name.length() > 100) {
      throw ControlException.badRequest("name must have 1 to 100 characters");
    }
    int type = form.path("type").asInt(previous.type());
    if (!form.has("bot")) {
      return new Channel(previous.id(), name, type, previous.overwrites());
    }
    long denied =
        switch (form.path("bot").asText()) {
          case "write" -> 0;
          case "read" -> SandboxPermissions.SEND_MESSAGES;
          case "none" -> SandboxPermissions.VIEW_CHANNEL;
          default -> throw ControlException.badRequest("bot must be write, read or none");
        };
    return new Channel(
        previous.id(),
        name,
        type,
        List.of(
            new SandboxGuild.PermissionOverwrite(
                InitialState.APPLICATION, MEMBER_OVERWRITE, 0, denied)));
  }

  private SandboxResponse dispatchAndRespond(
      SandboxGuild guild, Channel channel, String event, int status) {
    context.guildStore().putGuild(guild);
    context
        .gateway()
        .dispatch(guild.id(), Intents.GUILDS, event, DiscordJson.channel(guild, channel));
    return SandboxResponse.of(status, DiscordJson.channel(guild, channel));
  }
}
