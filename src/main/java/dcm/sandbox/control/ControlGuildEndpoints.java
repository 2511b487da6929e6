package dcm.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.gateway.Intents;
import dcm.sandbox.rest.ApiCall;
import dcm.sandbox.rest.EndpointTable;
import dcm.sandbox.rest.EndpointTable.Access;
import dcm.sandbox.rest.SandboxResponse;
import dcm.sandbox.store.DiscordJson;
import dcm.sandbox.store.GuildStore;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.SandboxGuild;
import dcm.sandbox.store.SandboxGuild.Channel;
import dcm.sandbox.store.SandboxGuild.Member;
import dcm.sandbox.store.SandboxGuild.Role;
import dcm.sandbox.store.SandboxGuild.User;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.SnowflakeGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Control API for guilds and members: the actions of an administrator in Discord's client. */
public final class ControlGuildEndpoints {
  private final SandboxContext context;

  public ControlGuildEndpoints(SandboxContext context) {
    this.context = context;
  }

  public void register(EndpointTable endpoints) {
    endpoints.add("GET", "/sandbox/guilds", Access.OPEN, call -> SandboxResponse.ok(allGuilds()));
    endpoints.add("POST", "/sandbox/guilds", Access.OPEN, this::create);
    String guildPath = "/sandbox/guilds/{gid}";
    endpoints.add(
        "GET",
        guildPath,
        Access.OPEN,
        call -> SandboxResponse.ok(toJson(guild(context.guildStore(), call))));
    endpoints.add("DELETE", guildPath, Access.OPEN, this::delete);
    endpoints.add("POST", guildPath + "/members", Access.OPEN, this::addMember);
    endpoints.add("PATCH", guildPath + "/members/{uid}", Access.OPEN, this::editMember);
    endpoints.add("DELETE", guildPath + "/members/{uid}", Access.OPEN, this::removeMember);
  }

  static SandboxGuild guild(GuildStore guildStore, ApiCall call) {
    return guildStore
        .guild(call.pathParameter("gid"))
        .orElseThrow(() -> ControlException.notFound("guild", call.pathParameter("gid")));
  }

  private JsonNode allGuilds() {
    return SandboxJson.array(context.guildStore().guilds().map(this::toJson));
  }

  private ObjectNode toJson(SandboxGuild guild) {
    ObjectNode json =
        SandboxJson.object()
            .put("id", guild.id())
            .put("name", guild.name())
            .put("owner", guild.ownerId())
            .put("locale", guild.locale());
    json.set("roles", SandboxJson.tree(guild.roles()));
    json.set("channels", SandboxJson.tree(guild.channels()));
    json.set(
        "members",
        SandboxJson.array(context.guildStore().members(guild.id()).stream().map(this::toJson)));
    return json;
  }

  private ObjectNode toJson(Member member) {
    User user = context.guildStore().user(member.userId()).orElseThrow();
    boolean owner =
        context.guildStore().guild(member.guildId()).orElseThrow().ownerId().equals(user.id());
    ObjectNode json =
        SandboxJson.object()
            .put("id", user.id())
            .put("name", user.name())
            .put("owner", owner)
            .put("dm", member.dm().jsonName())
            .put("dm_channel", GuildStore.dmChannelId(user.id()));
    json.set("roles", SandboxJson.strings(member.roles()));
    return json;
  }

  private SandboxResponse create(ApiCall call) {
    JsonNode form = call.json();
    String id = id(form);
    if (context.guildStore().guild(id).isPresent()) {
      throw new ControlException(409, "guild already exists: " + id);
    }
    String name = name(form);
    List<Role> roles = new ArrayList<>(List.of(InitialState.everyoneRole(id)));
    for (JsonNode role : form.path("roles")) {
      String permissions = role.path("permissions").asText("0");
      if (!permissions.matches("\\d{1,18}")) {
        throw ControlException.badRequest(
            "permissions must be a decimal string, not " + permissions);
      }
      roles.add(new Role(id(role), name(role), permissions));
    }
    List<Channel> channels = new ArrayList<>();
    form.path("channels").forEach(channel -> channels.add(channel(channel)));
    if (channels.isEmpty()) {
      channels.add(new Channel(context.ids().next(), "general"));
    }
    if (form.path("members").isEmpty()) {
      throw ControlException.badRequest("members must contain at least the owner");
    }
    List<User> users = new ArrayList<>();
    form.path("members").forEach(member -> users.add(user(member)));
    int owner = 0;
    for (int i = 0; i < users.size(); i++) {
      owner = form.path("members").path(i).path("owner").asBoolean() ? i : owner;
    }
    SandboxGuild guild =
        new SandboxGuild(
            id,
            name,
            users.get(owner).id(),
            form.path("locale").asText("en-US"),
            roles,
            channels,
            systemChannel(form, channels));
    List<List<String>> memberRoles = new ArrayList<>();
    form.path("members").forEach(member -> memberRoles.add(roles(guild, member.path("roles"))));
    context.guildStore().putGuild(guild);
    for (int i = 0; i < users.size(); i++) {
      context.guildStore().putUser(users.get(i));
      context
          .guildStore()
          .putMember(member(guild, users.get(i), memberRoles.get(i), form.path("members").path(i)));
    }
    context.gateway().dispatchGuildCreate(guild);
    return SandboxResponse.of(201, toJson(guild));
  }

  /** The id of the channel that {@code system_channel} names; null: none is named. */
  private static @Nullable String systemChannel(JsonNode form, List<Channel> channels) {
    String name = form.path("system_channel").asText("");
    return name.isEmpty()
        ? null
        : channels.stream()
            .filter(channel -> channel.name().equals(name) || channel.id().equals(name))
            .findFirst()
            .orElseThrow(() -> ControlException.notFound("channel", name))
            .id();
  }

  private String id(JsonNode node) {
    if (!node.hasNonNull("id")) {
      return context.ids().next();
    }
    String id = node.path("id").asText();
    if (!SnowflakeGenerator.isValid(id)) {
      throw ControlException.badRequest("id must be a positive 64-bit number, not " + id);
    }
    return id;
  }

  private static String name(JsonNode node) {
    String name = node.path("name").asText("").strip();
    if (name.isEmpty() || name.length() > 100) {
      throw ControlException.badRequest("name must have 1 to 100 characters");
    }
    return name;
  }

  /** A channel is {@code {id?,name,type?,bot?}} or just its name. */
  private Channel channel(JsonNode form) {
    return form.isTextual()
        ? new Channel(context.ids().next(), form.asText())
        : ControlChannelEndpoints.channel(new Channel(id(form), name(form)), form);
  }

  private User user(JsonNode form) {
    String name = name(form);
    String username = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._]", "_");
    return new User(id(form), username.length() < 2 ? username + "__" : username, name);
  }

  private static List<String> roles(SandboxGuild guild, JsonNode requested) {
    List<String> ids = new ArrayList<>();
    for (String role : SandboxJson.texts(requested)) {
      ids.add(
          guild.roles().stream()
              .filter(r -> r.id().equals(role) || r.name().equals(role))
              .findFirst()
              .orElseThrow(() -> ControlException.notFound("role", role))
              .id());
    }
    return ids;
  }

  private static Member member(SandboxGuild guild, User user, List<String> roles, JsonNode form) {
    return new Member(
        guild.id(),
        user.id(),
        form.path("nick").isTextual() ? form.path("nick").asText() : null,
        roles,
        dm(form, SandboxGuild.DmPolicy.OPEN),
        DiscordJson.time(Instant.now()));
  }

  private static SandboxGuild.DmPolicy dm(JsonNode form, SandboxGuild.DmPolicy current) {
    String requested = form.path("dm").asText(current.jsonName());
    for (SandboxGuild.DmPolicy dm : SandboxGuild.DmPolicy.values()) {
      if (dm.jsonName().equals(requested)) {
        return dm;
      }
    }
    throw ControlException.badRequest("dm must be open, closed or blocked, not " + requested);
  }

  private SandboxResponse addMember(ApiCall call) {
    SandboxGuild guild = guild(context.guildStore(), call);
    User user = user(call.json());
    if (context.guildStore().member(guild.id(), user.id()).isPresent()) {
      throw new ControlException(409, user.name() + " is already a member");
    }
    Member member = member(guild, user, roles(guild, call.json().path("roles")), call.json());
    context.guildStore().putUser(user);
    context.guildStore().putMember(member);
    context
        .gateway()
        .dispatch(
            guild.id(),
            Intents.GUILD_MEMBERS,
            "GUILD_MEMBER_ADD",
            DiscordJson.member(member, user).put("guild_id", guild.id()));
    return SandboxResponse.of(201, toJson(member));
  }

  private Member member(ApiCall call) {
    return context
        .guildStore()
        .member(guild(context.guildStore(), call).id(), call.pathParameter("uid"))
        .orElseThrow(() -> ControlException.notFound("member", call.pathParameter("uid")));
  }

  private SandboxResponse editMember(ApiCall call) {
    Member existing = member(call);
    SandboxGuild guild = guild(context.guildStore(), call);
    JsonNode form = call.json();
    Member updated =
        new Member(
            guild.id(),
            existing.userId(),
            form.has("nick") ? form.path("nick").asText(null) : existing.nick(),
            form.has("roles") ? roles(guild, form.path("roles")) : existing.roles(),
            dm(form, existing.dm()),
            existing.joinedAt());
    context.guildStore().putMember(updated);
    if (form.has("roles") || form.has("nick")) {
      User user = context.guildStore().user(existing.userId()).orElseThrow();
      context
          .gateway()
          .dispatch(
              guild.id(),
              Intents.GUILD_MEMBERS,
              "GUILD_MEMBER_UPDATE",
              DiscordJson.member(updated, user).put("guild_id", guild.id()));
    }
    return SandboxResponse.ok(toJson(updated));
  }

  private SandboxResponse removeMember(ApiCall call) {
    Member member = member(call);
    SandboxGuild guild = guild(context.guildStore(), call);
    if (guild.ownerId().equals(member.userId())) {
      throw new ControlException(409, "the owner cannot be removed");
    }
    context.guildStore().removeMember(member);
    ObjectNode event = SandboxJson.object().put("guild_id", guild.id());
    event.set("user", DiscordJson.user(context.guildStore().user(member.userId()).orElseThrow()));
    context.gateway().dispatch(guild.id(), Intents.GUILD_MEMBERS, "GUILD_MEMBER_REMOVE", event);
    return SandboxResponse.noContent();
  }

  /** Removes the bot from the guild; {@code ?unavailable=true} simulates an outage instead. */
  private SandboxResponse delete(ApiCall call) {
    SandboxGuild guild = guild(context.guildStore(), call);
    ObjectNode event = SandboxJson.object().put("id", guild.id());
    if (call.queryFlag("unavailable")) {
      event.put("unavailable", true);
    } else {
      guild.channels().forEach(channel -> context.messages().removeChannel(channel.id()));
      context.commands().removeGuild(guild.id());
      context.guildStore().removeGuild(guild);
    }
    context.gateway().dispatch(guild.id(), Intents.GUILDS, "GUILD_DELETE", event);
    return SandboxResponse.noContent();
  }
}
