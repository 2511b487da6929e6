package dcm.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.Endpoints.Door;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The gateway's address, the application, the bot itself, and its commands. */
final class ApplicationEndpoints {
  private final Parts parts;
  private final Identifies identifies;
  private final java.util.function.Supplier<String> gatewayUrl;

  ApplicationEndpoints(
      Parts parts, Identifies identifies, java.util.function.Supplier<String> gatewayUrl) {
    this.parts = parts;
    this.identifies = identifies;
    this.gatewayUrl = gatewayUrl;
  }

  void register(Endpoints on) {
    on.on(
        "GET",
        "/gateway",
        Door.OPEN,
        call -> Answer.ok(Json.object().put("url", gatewayUrl.get())));
    on.on("GET", "/gateway/bot", Door.BOT, call -> gatewayBot());
    on.on("GET", "/oauth2/applications/@me", Door.BOT, call -> Answer.ok(application()));
    on.on("GET", "/applications/@me", Door.BOT, call -> Answer.ok(application()));
    on.later("PATCH", "/applications/@me", Door.BOT, this::edit);
    for (String scope : new String[] {"", "/guilds/{guild_id}"}) {
      String base = "/applications/{application_id}" + scope + "/commands";
      on.on(
          "GET",
          base,
          Door.BOT,
          call -> Answer.ok(Json.array(parts.commands().in(scope(call)).stream())));
      on.on(
          "PUT",
          base,
          Door.BOT,
          call -> Answer.ok(parts.commands().replace(scope(call), call.json())));
      on.on("POST", base, Door.BOT, call -> parts.commands().upsert(scope(call), call.json()));
      String one = base + "/{command_id}";
      on.on(
          "GET",
          one,
          Door.BOT,
          call -> Answer.ok(parts.commands().byId(scope(call), call.id("command_id"))));
      on.on(
          "PATCH",
          one,
          Door.BOT,
          call ->
              Answer.ok(parts.commands().edit(scope(call), call.id("command_id"), call.json())));
      on.on("DELETE", one, Door.BOT, this::delete);
    }
  }

  private Answer gatewayBot() {
    ObjectNode body = Json.object().put("url", gatewayUrl.get()).put("shards", 1);
    body.putObject("session_start_limit")
        .put("total", Identifies.TOTAL)
        .put("remaining", identifies.remaining())
        .put("reset_after", identifies.resetAfter())
        .put("max_concurrency", Gateway.MAX_CONCURRENCY);
    return Answer.ok(body);
  }

  private ObjectNode application() {
    return parts.application().shape((int) parts.world().guilds().count());
  }

  private CompletionStage<Answer> edit(Call call) {
    return parts
        .application()
        .edit(call.json())
        .thenCompose(done ->
            parts
                .desk()
                .ask(() ->
                    java.util.concurrent.CompletableFuture.completedFuture(
                        Answer.ok(application()))));
  }

  private Answer delete(Call call) {
    parts.commands().delete(scope(call), call.id("command_id"));
    return Answer.nothing();
  }

  /** The guild of the path, or null for global commands. */
  private @Nullable String scope(Call call) {
    if (!call.name("application_id").equals(Seed.APPLICATION)) {
      throw new ApiError(
          403, 20012, "You are not authorized to perform this action on this application");
    }
    if (!call.names().containsKey("guild_id")) {
      return null;
    }
    String guildId = call.id("guild_id");
    if (parts.world().guild(guildId).isEmpty()) {
      throw new ApiError(403, 50001, "Missing Access");
    }
    return guildId;
  }
}
