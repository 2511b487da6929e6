package dcm.sandbox.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.gateway.GatewayServer;
import dcm.sandbox.gateway.IdentifyQuota;
import dcm.sandbox.rest.EndpointTable.Access;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.SandboxJson;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** REST endpoints for the gateway URL, the application, the bot's user and its commands. */
public final class ApplicationEndpoints {
  private final SandboxContext context;
  private final IdentifyQuota identifyQuota;
  private final java.util.function.Supplier<String> gatewayUrl;

  public ApplicationEndpoints(
      SandboxContext context,
      IdentifyQuota identifyQuota,
      java.util.function.Supplier<String> gatewayUrl) {
    this.context = context;
    this.identifyQuota = identifyQuota;
    this.gatewayUrl = gatewayUrl;
  }

  public void register(EndpointTable endpoints) {
    endpoints.add(
        "GET",
        "/gateway",
        Access.OPEN,
        call -> SandboxResponse.ok(SandboxJson.object().put("url", gatewayUrl.get())));
    endpoints.add("GET", "/gateway/bot", Access.BOT, call -> gatewayBot());
    endpoints.add(
        "GET",
        "/oauth2/applications/@me",
        Access.BOT,
        call -> SandboxResponse.ok(context.applicationJson()));
    endpoints.add(
        "GET",
        "/applications/@me",
        Access.BOT,
        call -> SandboxResponse.ok(context.applicationJson()));
    endpoints.addAsync("PATCH", "/applications/@me", Access.BOT, this::edit);
    for (String scope : new String[] {"", "/guilds/{guild_id}"}) {
      String basePath = "/applications/{application_id}" + scope + "/commands";
      endpoints.add(
          "GET",
          basePath,
          Access.BOT,
          call ->
              SandboxResponse.ok(SandboxJson.array(context.commands().list(scope(call)).stream())));
      endpoints.add(
          "PUT",
          basePath,
          Access.BOT,
          call -> SandboxResponse.ok(context.commands().replace(scope(call), call.json())));
      endpoints.add(
          "POST",
          basePath,
          Access.BOT,
          call -> context.commands().upsert(scope(call), call.json()));
      String commandPath = basePath + "/{command_id}";
      endpoints.add(
          "GET",
          commandPath,
          Access.BOT,
          call ->
              SandboxResponse.ok(
                  context.commands().get(scope(call), call.snowflakeParameter("command_id"))));
      endpoints.add(
          "PATCH",
          commandPath,
          Access.BOT,
          call ->
              SandboxResponse.ok(
                  context
                      .commands()
                      .edit(scope(call), call.snowflakeParameter("command_id"), call.json())));
      endpoints.add("DELETE", commandPath, Access.BOT, this::delete);
    }
  }

  private SandboxResponse gatewayBot() {
    ObjectNode body = SandboxJson.object().put("url", gatewayUrl.get()).put("shards", 1);
    body.putObject("session_start_limit")
        .put("total", IdentifyQuota.MAX_IDENTIFIES_PER_DAY)
        .put("remaining", identifyQuota.remaining())
        .put("reset_after", identifyQuota.resetAfter())
        .put("max_concurrency", GatewayServer.MAX_CONCURRENCY);
    return SandboxResponse.ok(body);
  }

  private CompletionStage<SandboxResponse> edit(ApiCall call) {
    return context.editApplication(call.json());
  }

  private SandboxResponse delete(ApiCall call) {
    context.commands().delete(scope(call), call.snowflakeParameter("command_id"));
    return SandboxResponse.noContent();
  }

  /** The guild of the path; null for global commands. */
  private @Nullable String scope(ApiCall call) {
    if (!call.pathParameter("application_id").equals(InitialState.APPLICATION)) {
      throw new ApiException(
          403, 20012, "You are not authorized to perform this action on this application");
    }
    if (!call.pathParameters().containsKey("guild_id")) {
      return null;
    }
    String guildId = call.snowflakeParameter("guild_id");
    if (context.guildStore().guild(guildId).isEmpty()) {
      throw new ApiException(403, 50001, "Missing Access");
    }
    return guildId;
  }
}
