package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.gateway.EventLoop;
import dcm.sandbox.gateway.GatewayServer;
import dcm.sandbox.interaction.InteractionStore;
import dcm.sandbox.oauth.GrantStore;
import dcm.sandbox.rest.RequestLog;
import dcm.sandbox.rest.SandboxResponse;
import dcm.sandbox.store.BotApplication;
import dcm.sandbox.store.CommandStore;
import dcm.sandbox.store.FaultInjection;
import dcm.sandbox.store.GuildStore;
import dcm.sandbox.store.MessageBuilder;
import dcm.sandbox.store.MessageStore;
import dcm.sandbox.store.SnowflakeGenerator;
import dcm.sandbox.store.UploadStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Components shared by the endpoints; all of them are used on the event loop only. */
public record SandboxContext(
    EventLoop eventLoop,
    SnowflakeGenerator ids,
    GuildStore guildStore,
    MessageStore messages,
    CommandStore commands,
    InteractionStore interactions,
    BotApplication application,
    GrantStore grants,
    FaultInjection faults,
    RequestLog requestLog,
    GatewayServer gateway,
    MessageBuilder messageBuilder,
    UploadStore uploads,
    Supplier<String> hostSupplier) {
  /** Scheme, address and port of this Discord, which also serves files. */
  public String host() {
    return hostSupplier.get();
  }

  /** The bot's application as Discord shows it, with the number of its guilds. */
  public ObjectNode applicationJson() {
    return application.toJson((int) guildStore.guilds().count());
  }

  /** Edits the application; Discord first verifies a changed interactions endpoint. */
  public CompletionStage<SandboxResponse> editApplication(JsonNode changes) {
    return application
        .edit(changes)
        .thenCompose(done ->
            eventLoop.submit(
                () -> CompletableFuture.completedFuture(SandboxResponse.ok(applicationJson()))));
  }
}
