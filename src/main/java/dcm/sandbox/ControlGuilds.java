package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.Endpoints.Door;
import dcm.sandbox.Guild.Member;
import dcm.sandbox.Guild.Role;
import dcm.sandbox.Guild.Room;
import dcm.sandbox.Guild.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The control API's guilds and members: what an administrator would click together in Discord. */
final class ControlGuilds {
  private final Parts parts;

  ControlGuilds(Parts parts) {
    this.parts = parts;
  }

  void register(Endpoints on) {
    on.on("GET", "/sandbox/guilds", Door.OPEN, call -> Answer.ok(all()));
    on.on("POST", "/sandbox/guilds", Door.OPEN, this::create);
    String one = "/sandbox/guilds/{gid}";
    on.on("GET", one, Door.OPEN, call -> Answer.ok(shape(guild(parts.world(), call))));
    on.on("DELETE", one, Door.OPEN, this::delete);
    on.on("POST", one + "/members", Door.OPEN, this::join);
    on.on("PATCH", one + "/members/{uid}", Door.OPEN, this::editMember);
    on.on("DELETE", one + "/members/{uid}", Door.OPEN, this::removeMember);
  }

  static Guild guild(World world, Call call) {
    return world
        .guild(call.name("gid"))
        .orElseThrow(() -> ControlError.unknown("guild", call.name("gid")));
  }

  private JsonNode all() {
    return Json.array(parts.world().guilds().map(this::shape));
  }

  private ObjectNode shape(Guild guild) {
    ObjectNode shape =
        Json.object()
            .put("id", guild.id())
            .put("name", guild.name())
            .put("owner", guild.ownerId())
            .put("locale", guild.locale());
    shape.set("roles", Json.tree(guild.roles()));
    shape.set("channels", Json.tree(guild.channels()));
    shape.set("members", Json.array(parts.world().members(guild.id()).stream().map(this::shape)));
    return shape;
  }

  private ObjectNode shape(Member member) {
    User user = parts.world().user(member.userId()).orElseThrow();
    boolean owner = parts.world().guild(member.guildId()).orElseThrow().ownerId().equals(user.id());
    ObjectNode shape =
        Json.object()
            .put("id", user.id())
            .put("name", user.name())
            .put("owner", owner)
            .put("dm", member.dm().word())
            .put("dm_channel", World.dmChannel(user.id()));
    shape.set("roles", Json.strings(member.roles()));
    return shape;
  }

  private Answer create(Call call) {
    JsonNode form = call.json();
    String id = id(form);
    if (parts.world().guild(id).isPresent()) {
      throw new ControlError(409, "there already is a guild " + id);
    }
    String name = name(form);
    List<Role> roles = new ArrayList<>(List.of(Seed.everyone(id)));
    for (JsonNode role : form.path("roles")) {
      String permissions = role.path("permissions").asText("0");
      if (!permissions.matches("\\d{1,18}")) {
        throw ControlError.bad("permissions are a decimal string, not " + permissions);
      }
      roles.add(new Role(id(role), name(role), permissions));
    }
    List<Room> channels = new ArrayList<>();
    form.path("channels").forEach(channel -> channels.add(channel(channel)));
    if (channels.isEmpty()) {
      channels.add(new Room(parts.ids().next(), "general"));
    }
    if (form.path("members").isEmpty()) {
      throw ControlError.bad("a guild has at least one member, its owner");
    }
    List<User> users = new ArrayList<>();
    form.path("members").forEach(member -> users.add(user(member)));
    int owner = 0;
    for (int i = 0; i < users.size(); i++) {
      owner = form.path("members").path(i).path("owner").asBoolean() ? i : owner;
    }
    Guild guild =
        new Guild(
            id, name, users.get(owner).id(), form.path("locale").asText("en-US"), roles, channels);
    List<List<String>> rolesOf = new ArrayList<>();
    form.path("members").forEach(member -> rolesOf.add(roles(guild, member.path("roles"))));
    parts.world().putGuild(guild);
    for (int i = 0; i < users.size(); i++) {
      parts.world().putUser(users.get(i));
      parts
          .world()
          .putMember(member(guild, users.get(i), rolesOf.get(i), form.path("members").path(i)));
    }
    parts.gateway().guildAppeared(guild);
    return Answer.of(201, shape(guild));
  }

  private String id(JsonNode thing) {
    if (!thing.hasNonNull("id")) {
      return parts.ids().next();
    }
    String id = thing.path("id").asText();
    if (!Snowflakes.isOne(id)) {
      throw ControlError.bad("an id is a positive 64-bit number, not " + id);
    }
    return id;
  }

  private static String name(JsonNode thing) {
    String name = thing.path("name").asText("").strip();
    if (name.isEmpty() || name.length() > 100) {
      throw ControlError.bad("a name of 1 to 100 characters is missing");
    }
    return name;
  }

  /** A channel is {@code {id?,name}} or just its name. */
  private Room channel(JsonNode form) {
    return form.isTextual()
        ? new Room(parts.ids().next(), form.asText())
        : new Room(id(form), name(form));
  }

  private User user(JsonNode form) {
    String name = name(form);
    String username = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._]", "_");
    return new User(id(form), username.length() < 2 ? username + "__" : username, name);
  }

  private static List<String> roles(Guild guild, JsonNode wanted) {
    List<String> ids = new ArrayList<>();
    for (String role : Json.texts(wanted)) {
      ids.add(
          guild.roles().stream()
              .filter(r -> r.id().equals(role) || r.name().equals(role))
              .findFirst()
              .orElseThrow(() -> ControlError.unknown("role", role))
              .id());
    }
    return ids;
  }

  private static Member member(Guild guild, User user, List<String> roles, JsonNode form) {
    return new Member(
        guild.id(),
        user.id(),
        form.path("nick").isTextual() ? form.path("nick").asText() : null,
        roles,
        dm(form, Guild.Dm.OPEN),
        Shapes.time(Instant.now()));
  }

  private static Guild.Dm dm(JsonNode form, Guild.Dm before) {
    String wanted = form.path("dm").asText(before.word());
    for (Guild.Dm dm : Guild.Dm.values()) {
      if (dm.word().equals(wanted)) {
        return dm;
      }
    }
    throw ControlError.bad("dm is open, closed or blocked, not " + wanted);
  }

  private Answer join(Call call) {
    Guild guild = guild(parts.world(), call);
    User user = user(call.json());
    if (parts.world().member(guild.id(), user.id()).isPresent()) {
      throw new ControlError(409, user.name() + " is a member already");
    }
    Member member = member(guild, user, roles(guild, call.json().path("roles")), call.json());
    parts.world().putUser(user);
    parts.world().putMember(member);
    parts
        .gateway()
        .dispatch(
            guild.id(),
            Intents.GUILD_MEMBERS,
            "GUILD_MEMBER_ADD",
            Shapes.member(member, user).put("guild_id", guild.id()));
    return Answer.of(201, shape(member));
  }

  private Member member(Call call) {
    return parts
        .world()
        .member(guild(parts.world(), call).id(), call.name("uid"))
        .orElseThrow(() -> ControlError.unknown("member", call.name("uid")));
  }

  private Answer editMember(Call call) {
    Member old = member(call);
    Guild guild = guild(parts.world(), call);
    JsonNode form = call.json();
    Member now =
        new Member(
            guild.id(),
            old.userId(),
            form.has("nick") ? form.path("nick").asText(null) : old.nick(),
            form.has("roles") ? roles(guild, form.path("roles")) : old.roles(),
            dm(form, old.dm()),
            old.joinedAt());
    parts.world().putMember(now);
    if (form.has("roles") || form.has("nick")) {
      User user = parts.world().user(old.userId()).orElseThrow();
      parts
          .gateway()
          .dispatch(
              guild.id(),
              Intents.GUILD_MEMBERS,
              "GUILD_MEMBER_UPDATE",
              Shapes.member(now, user).put("guild_id", guild.id()));
    }
    return Answer.ok(shape(now));
  }

  private Answer removeMember(Call call) {
    Member member = member(call);
    Guild guild = guild(parts.world(), call);
    if (guild.ownerId().equals(member.userId())) {
      throw new ControlError(409, "the owner cannot leave");
    }
    parts.world().removeMember(member);
    ObjectNode event = Json.object().put("guild_id", guild.id());
    event.set("user", Shapes.user(parts.world().user(member.userId()).orElseThrow()));
    parts.gateway().dispatch(guild.id(), Intents.GUILD_MEMBERS, "GUILD_MEMBER_REMOVE", event);
    return Answer.nothing();
  }

  /** The bot is removed from the guild; {@code ?unavailable=true} makes it an outage instead. */
  private Answer delete(Call call) {
    Guild guild = guild(parts.world(), call);
    ObjectNode event = Json.object().put("id", guild.id());
    if (call.flag("unavailable")) {
      event.put("unavailable", true);
    } else {
      guild.channels().forEach(channel -> parts.messages().removeChannel(channel.id()));
      parts.commands().forget(guild.id());
      parts.world().removeGuild(guild);
    }
    parts.gateway().dispatch(guild.id(), Intents.GUILDS, "GUILD_DELETE", event);
    return Answer.nothing();
  }
}
