package dcm.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.interaction.InteractionDelivery;
import dcm.sandbox.interaction.InteractionDelivery.UserAction;
import dcm.sandbox.interaction.OptionResolver;
import dcm.sandbox.interaction.PendingInteraction;
import dcm.sandbox.interaction.ResponseAwaiter;
import dcm.sandbox.rest.ApiCall;
import dcm.sandbox.rest.EndpointTable;
import dcm.sandbox.rest.EndpointTable.Access;
import dcm.sandbox.rest.SandboxResponse;
import dcm.sandbox.store.GuildStore.MessageChannel;
import dcm.sandbox.store.SandboxGuild;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.StoredMessage;
import java.util.concurrent.CompletionStage;

/** Control API for the commands in the menus of messages and members. */
public final class ControlContextMenuEndpoints {
  private static final int USER = 2;
  private static final int MESSAGE = 3;

  private final SandboxContext context;
  private final InteractionDelivery delivery;
  private final ResponseAwaiter responseAwaiter;
  private final ControlInteractionEndpoints interactions;

  public ControlContextMenuEndpoints(
      SandboxContext context,
      InteractionDelivery delivery,
      ResponseAwaiter responseAwaiter,
      ControlInteractionEndpoints interactions) {
    this.context = context;
    this.delivery = delivery;
    this.responseAwaiter = responseAwaiter;
    this.interactions = interactions;
  }

  public void register(EndpointTable endpoints) {
    endpoints.addAsync("POST", "/sandbox/messages/{mid}/commands", Access.OPEN, this::onMessage);
    endpoints.addAsync(
        "POST", "/sandbox/guilds/{gid}/members/{uid}/commands", Access.OPEN, this::onMember);
  }

  /** {@code {user, command, locale?}}: the command's name in its base form or the user's locale. */
  private CompletionStage<SandboxResponse> onMessage(ApiCall call) {
    String id = call.pathParameter("mid");
    StoredMessage message =
        context.messages().find(id).orElseThrow(() -> ControlException.notFound("message", id));
    MessageChannel channel = context.guildStore().messageChannel(message.channelId()).orElseThrow();
    if (channel.guild() == null) {
      throw new ControlException(403, "this command is not available in direct messages");
    }
    ObjectNode data = data(call.json(), channel.guild(), MESSAGE, id);
    data.putObject("resolved").putObject("messages").set(id, message.body());
    return deliver(call.json(), channel, channel.guild(), data);
  }

  /** {@code {user, command, channel?, locale?}}. */
  private CompletionStage<SandboxResponse> onMember(ApiCall call) {
    SandboxGuild guild = ControlGuildEndpoints.guild(context.guildStore(), call);
    String target = call.pathParameter("uid");
    ObjectNode data = data(call.json(), guild, USER, target);
    ObjectNode resolved = data.putObject("resolved");
    new OptionResolver(context, guild).resolveUser(target, resolved);
    MessageChannel channel =
        interactions.channel(call.json(), guild, interactions.user(call.json(), guild));
    return deliver(call.json(), channel, guild, data);
  }

  private ObjectNode data(JsonNode form, SandboxGuild guild, int type, String target) {
    String typed = form.path("command").asText();
    String locale = ControlInteractionEndpoints.locale(form, guild);
    ObjectNode command =
        context.commands().listUsable(guild.id()).stream()
            .filter(each -> each.path("type").asInt(1) == type)
            .filter(each ->
                each.path("name").asText().equals(typed)
                    || each.path("name_localizations").path(locale).asText().equals(typed))
            .findFirst()
            .orElseThrow(() -> ControlException.notFound("command", typed));
    return SandboxJson.object()
        .put("id", command.path("id").asText())
        .put("name", command.path("name").asText())
        .put("type", type)
        .put("target_id", target);
  }

  private CompletionStage<SandboxResponse> deliver(
      JsonNode form, MessageChannel channel, SandboxGuild guild, ObjectNode data) {
    return responseAwaiter.awaitResponse(
        delivery.deliver(
            new UserAction(
                PendingInteraction.COMMAND,
                interactions.user(form, guild),
                channel,
                ControlInteractionEndpoints.locale(form, guild),
                data,
                null,
                data.path("name").asText())));
  }
}
