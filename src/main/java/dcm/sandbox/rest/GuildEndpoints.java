package dcm.sandbox.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.rest.EndpointTable.Access;
import dcm.sandbox.store.DiscordJson;
import dcm.sandbox.store.GuildStore;
import dcm.sandbox.store.SandboxGuild;
import dcm.sandbox.store.SandboxGuild.Member;
import dcm.sandbox.store.SandboxGuild.User;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.SnowflakeGenerator;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Predicate;

/** REST endpoints for guilds with their channels, roles and members. */
public final class GuildEndpoints {
  private final GuildStore guildStore;

  public GuildEndpoints(GuildStore guildStore) {
    this.guildStore = guildStore;
  }

  public void register(EndpointTable endpoints) {
    endpoints.add("GET", "/guilds/{guild_id}", Access.BOT, this::guildWithCounts);
    endpoints.add(
        "GET",
        "/guilds/{guild_id}/channels",
        Access.BOT,
        call -> SandboxResponse.ok(DiscordJson.channels(guild(call))));
    endpoints.add(
        "GET",
        "/guilds/{guild_id}/roles",
        Access.BOT,
        call -> SandboxResponse.ok(DiscordJson.roles(guild(call))));
    endpoints.add("GET", "/guilds/{guild_id}/members", Access.BOT, this::members);
    endpoints.add("GET", "/guilds/{guild_id}/members/search", Access.BOT, this::search);
    endpoints.add("GET", "/guilds/{guild_id}/members/{user_id}", Access.BOT, this::member);
    endpoints.add(
        "GET",
        "/users/{user_id}",
        Access.BOT,
        call -> SandboxResponse.ok(DiscordJson.user(user(call.snowflakeParameter("user_id")))));
  }

  private SandboxGuild guild(ApiCall call) {
    return guildStore
        .guild(call.snowflakeParameter("guild_id"))
        .orElseThrow(() -> ApiException.unknown(10004, "Guild"));
  }

  private SandboxResponse guildWithCounts(ApiCall call) {
    SandboxGuild guild = guild(call);
    ObjectNode json = DiscordJson.guild(guild);
    if (call.queryFlag("with_counts")) {
      json.put("approximate_member_count", guildStore.members(guild.id()).size() + 1)
          .put("approximate_presence_count", 1);
    }
    return SandboxResponse.ok(json);
  }

  private User user(String id) {
    return id.equals(DiscordJson.BOT.id())
        ? DiscordJson.BOT
        : guildStore.user(id).orElseThrow(() -> ApiException.unknown(10013, "User"));
  }

  private SandboxResponse member(ApiCall call) {
    SandboxGuild guild = guild(call);
    String id = call.snowflakeParameter("user_id");
    if (id.equals(DiscordJson.BOT.id())) {
      return SandboxResponse.ok(DiscordJson.botMember(guild));
    }
    User user = user(id);
    return SandboxResponse.ok(
        guildStore
            .member(guild.id(), id)
            .map(member -> DiscordJson.member(member, user))
            .orElseThrow(() -> ApiException.unknown(10007, "Member")));
  }

  private SandboxResponse members(ApiCall call) {
    String after = call.query().getOrDefault("after", "0");
    long from = SnowflakeGenerator.isValid(after) ? Long.parseLong(after) : 0;
    return list(
        guild(call),
        member -> Long.parseLong(member.userId()) > from,
        call.queryInt("limit", 1, 1, 1_000));
  }

  private SandboxResponse search(ApiCall call) {
    String query = call.query().getOrDefault("query", "").toLowerCase(Locale.ROOT);
    return list(
        guild(call),
        member -> user(member.userId()).name().toLowerCase(Locale.ROOT).startsWith(query),
        call.queryInt("limit", 1, 1, 1_000));
  }

  private SandboxResponse list(SandboxGuild guild, Predicate<Member> filter, int limit) {
    return SandboxResponse.ok(
        SandboxJson.array(
            guildStore.members(guild.id()).stream()
                .filter(filter)
                .sorted(Comparator.comparingLong(m -> Long.parseLong(m.userId())))
                .limit(limit)
                .map(m -> DiscordJson.member(m, user(m.userId())))));
  }
}
