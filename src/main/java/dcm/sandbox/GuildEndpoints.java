package dcm.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.Endpoints.Door;
import dcm.sandbox.Guild.Member;
import dcm.sandbox.Guild.User;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Predicate;

/** Guilds, their channels, roles and members, as the bot may read them. */
final class GuildEndpoints {
  private final World world;

  GuildEndpoints(World world) {
    this.world = world;
  }

  void register(Endpoints on) {
    on.on("GET", "/guilds/{guild_id}", Door.BOT, this::guildWithCounts);
    on.on(
        "GET",
        "/guilds/{guild_id}/channels",
        Door.BOT,
        call -> Answer.ok(Shapes.channels(guild(call))));
    on.on(
        "GET", "/guilds/{guild_id}/roles", Door.BOT, call -> Answer.ok(Shapes.roles(guild(call))));
    on.on("GET", "/guilds/{guild_id}/members", Door.BOT, this::members);
    on.on("GET", "/guilds/{guild_id}/members/search", Door.BOT, this::search);
    on.on("GET", "/guilds/{guild_id}/members/{user_id}", Door.BOT, this::member);
    on.on(
        "GET",
        "/users/{user_id}",
        Door.BOT,
        call -> Answer.ok(Shapes.user(user(call.id("user_id")))));
  }

  private Guild guild(Call call) {
    return world.guild(call.id("guild_id")).orElseThrow(() -> ApiError.unknown(10004, "Guild"));
  }

  private Answer guildWithCounts(Call call) {
    Guild guild = guild(call);
    ObjectNode shape = Shapes.guild(guild);
    if (call.flag("with_counts")) {
      shape
          .put("approximate_member_count", world.members(guild.id()).size() + 1)
          .put("approximate_presence_count", 1);
    }
    return Answer.ok(shape);
  }

  private User user(String id) {
    return id.equals(Shapes.BOT.id())
        ? Shapes.BOT
        : world.user(id).orElseThrow(() -> ApiError.unknown(10013, "User"));
  }

  private Answer member(Call call) {
    Guild guild = guild(call);
    String id = call.id("user_id");
    if (id.equals(Shapes.BOT.id())) {
      return Answer.ok(Shapes.botMember(guild));
    }
    User user = user(id);
    return Answer.ok(
        world
            .member(guild.id(), id)
            .map(member -> Shapes.member(member, user))
            .orElseThrow(() -> ApiError.unknown(10007, "Member")));
  }

  private Answer members(Call call) {
    String after = call.query().getOrDefault("after", "0");
    long from = Snowflakes.isOne(after) ? Long.parseLong(after) : 0;
    return list(
        guild(call),
        member -> Long.parseLong(member.userId()) > from,
        call.number("limit", 1, 1, 1_000));
  }

  private Answer search(Call call) {
    String query = call.query().getOrDefault("query", "").toLowerCase(Locale.ROOT);
    return list(
        guild(call),
        member -> user(member.userId()).name().toLowerCase(Locale.ROOT).startsWith(query),
        call.number("limit", 1, 1, 1_000));
  }

  private Answer list(Guild guild, Predicate<Member> wanted, int limit) {
    return Answer.ok(
        Json.array(
            world.members(guild.id()).stream()
                .filter(wanted)
                .sorted(Comparator.comparingLong(m -> Long.parseLong(m.userId())))
                .limit(limit)
                .map(m -> Shapes.member(m, user(m.userId())))));
  }
}
