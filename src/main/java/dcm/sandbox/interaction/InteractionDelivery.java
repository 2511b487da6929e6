package dcm.sandbox.interaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.gateway.Intents;
import dcm.sandbox.rest.ApiException;
import dcm.sandbox.store.DiscordJson;
import dcm.sandbox.store.GuildStore.MessageChannel;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.SandboxGuild;
import dcm.sandbox.store.SandboxGuild.User;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.SandboxPermissions;
import dcm.sandbox.store.StoredMessage;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivery of interactions to the bot, by the gateway or signed over HTTP. */
public final class InteractionDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(InteractionDelivery.class);

  private final SandboxContext context;
  private final InteractionLifecycle lifecycle;
  private final HttpInteractionDelivery httpDelivery;

  public InteractionDelivery(
      SandboxContext context,
      InteractionLifecycle lifecycle,
      HttpInteractionDelivery httpDelivery) {
    this.context = context;
    this.lifecycle = lifecycle;
    this.httpDelivery = httpDelivery;
  }

  /**
   * @param data the interaction's {@code data}
   * @param source the message whose component was used
   */
  public record UserAction(
      int type,
      User user,
      MessageChannel channel,
      String locale,
      ObjectNode data,
      @Nullable StoredMessage source,
      @Nullable String commandName) {}

  public record StartedInteraction(
      PendingInteraction interaction,
      CompletableFuture<InteractionStore.InteractionOutcome.Responded> response) {}

  public StartedInteraction deliver(UserAction action) {
    SandboxGuild guild = action.channel().guild();
    PendingInteraction interaction =
        new PendingInteraction(
            context.ids().next(),
            context.interactions().newToken(),
            action.type(),
            action.user().id(),
            guild == null ? null : guild.id(),
            action.channel().id(),
            action.locale(),
            action.commandName(),
            action.source() == null ? null : action.source().id(),
            System.currentTimeMillis(),
            0,
            null,
            false,
            null);
    var response = context.interactions().begin(interaction);
    ObjectNode event = toEvent(interaction, action);
    String url = context.application().interactionsUrl();
    if (url == null) {
      context
          .gateway()
          .dispatch(interaction.guildId(), Intents.ALWAYS, "INTERACTION_CREATE", event);
    } else {
      deliverByHttp(interaction, url, event);
    }
    return new StartedInteraction(interaction, response);
  }

  private void deliverByHttp(PendingInteraction interaction, String url, ObjectNode event) {
    var _ =
        httpDelivery
            .deliver(context.application(), url, SandboxJson.write(event))
            .whenComplete((response, failure) ->
                context
                    .eventLoop()
                    .execute(() -> {
                      if (failure != null) {
                        LOG.warn(
                            "Interaction delivery to the HTTP endpoint failed: {}",
                            failure.getMessage());
                      } else {
                        response.ifPresent(c -> acceptResponse(interaction, c));
                      }
                    }));
  }

  private void acceptResponse(PendingInteraction interaction, JsonNode response) {
    try {
      lifecycle.respond(interaction, response);
    } catch (ApiException e) {
      LOG.warn("Interaction response rejected: {} {}", e.code, e.getMessage());
    }
  }

  private ObjectNode toEvent(PendingInteraction interaction, UserAction action) {
    SandboxGuild guild = action.channel().guild();
    ObjectNode event =
        SandboxJson.object()
            .put("id", interaction.id())
            .put("application_id", InitialState.APPLICATION)
            .put("type", interaction.type())
            .put("token", interaction.token())
            .put("version", 1)
            .put("app_permissions", DiscordJson.APP_PERMISSIONS)
            .put("locale", interaction.locale())
            .put("context", guild == null ? 1 : 0)
            .put("attachment_size_limit", 10_485_760)
            .put("channel_id", interaction.channelId());
    event.putArray("entitlements");
    event.putObject("authorizing_integration_owners").put("0", guild == null ? "0" : guild.id());
    event.set("data", action.data());
    event.set("channel", channelJson(action.channel()));
    if (guild == null) {
      event.set("user", DiscordJson.user(action.user()));
    } else {
      event.put("guild_id", guild.id()).put("guild_locale", guild.locale());
      event
          .putObject("guild")
          .put("id", guild.id())
          .put("locale", guild.locale())
          .putArray("features");
      var member = context.guildStore().member(guild.id(), action.user().id()).orElseThrow();
      event.set(
          "member",
          DiscordJson.member(member, action.user())
              .put("permissions", Long.toString(SandboxPermissions.of(guild, member))));
    }
    if (action.source() != null) {
      event.set("message", action.source().body());
    }
    return event;
  }

  private static ObjectNode channelJson(MessageChannel channel) {
    ObjectNode json = DiscordJson.messageChannel(channel);
    return channel.guild() == null ? json : json.put("permissions", DiscordJson.APP_PERMISSIONS);
  }
}
