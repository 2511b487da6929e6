package dcm.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.interaction.ComponentInteractions;
import dcm.sandbox.interaction.InteractionDelivery;
import dcm.sandbox.interaction.InteractionDelivery.StartedInteraction;
import dcm.sandbox.interaction.InteractionDelivery.UserAction;
import dcm.sandbox.interaction.ModalSubmission;
import dcm.sandbox.interaction.OptionResolver;
import dcm.sandbox.interaction.PendingInteraction;
import dcm.sandbox.interaction.ResponseAwaiter;
import dcm.sandbox.interaction.SlashCommandParser;
import dcm.sandbox.rest.ApiCall;
import dcm.sandbox.rest.EndpointTable;
import dcm.sandbox.rest.EndpointTable.Access;
import dcm.sandbox.rest.SandboxResponse;
import dcm.sandbox.store.GuildStore;
import dcm.sandbox.store.GuildStore.MessageChannel;
import dcm.sandbox.store.SandboxGuild;
import dcm.sandbox.store.SandboxGuild.Member;
import dcm.sandbox.store.SandboxGuild.User;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.SandboxPermissions;
import dcm.sandbox.store.StoredMessage;
import dcm.sandbox.validation.CommandValidation;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Control API for interactions: send a command, use a button, submit a modal, as a given user. */
public final class ControlInteractionEndpoints {
  private final SandboxContext context;
  private final InteractionDelivery delivery;
  private final ResponseAwaiter responseAwaiter;

  public ControlInteractionEndpoints(
      SandboxContext context, InteractionDelivery delivery, ResponseAwaiter responseAwaiter) {
    this.context = context;
    this.delivery = delivery;
    this.responseAwaiter = responseAwaiter;
  }

  public void register(EndpointTable endpoints) {
    endpoints.addAsync(
        "POST", "/sandbox/guilds/{gid}/commands", Access.OPEN, call -> typeCommand(call, false));
    endpoints.addAsync(
        "POST", "/sandbox/guilds/{gid}/autocomplete", Access.OPEN, call -> typeCommand(call, true));
    endpoints.addAsync("POST", "/sandbox/messages/{mid}/click", Access.OPEN, this::click);
    endpoints.addAsync("POST", "/sandbox/interactions/{iid}/submit", Access.OPEN, this::submit);
  }

  /** Sends a command; {@code gid} may be {@code @me} for the direct messages with the bot. */
  private CompletionStage<SandboxResponse> typeCommand(ApiCall call, boolean isAutocomplete) {
    JsonNode form = call.json();
    @Nullable SandboxGuild guild =
        call.pathParameter("gid").equals("@me")
            ? null
            : ControlGuildEndpoints.guild(context.guildStore(), call);
    User user = user(form, guild);
    MessageChannel channel = channel(form, guild, user);
    String locale = locale(form, guild);
    @Nullable String focused = isAutocomplete ? focused(form) : null;
    SlashCommandParser.ParsedCommand parsed =
        new SlashCommandParser(
                context.commands().listUsable(guild == null ? null : guild.id()),
                new OptionResolver(context, guild),
                locale)
            .parse(form.path("command").asText(), options(form), focused);
    requirePermission(parsed.command(), guild, user);
    StartedInteraction started =
        delivery.deliver(
            new UserAction(
                isAutocomplete ? PendingInteraction.AUTOCOMPLETE : PendingInteraction.COMMAND,
                user,
                channel,
                locale,
                parsed.data(),
                null,
                parsed.path()));
    return responseAwaiter.awaitResponse(started);
  }

  private static JsonNode options(JsonNode form) {
    JsonNode options = form.path("options");
    if (!options.isMissingNode() && !options.isNull() && !options.isObject()) {
      throw ControlException.badRequest("options must be an object {name: value}");
    }
    return options.isObject() ? options : SandboxJson.object();
  }

  /** Name of the option being completed: {@code focused}, or else the last option given. */
  private static String focused(JsonNode form) {
    if (form.path("focused").isTextual()) {
      return form.path("focused").asText();
    }
    String lastKey = "";
    for (var field : options(form).properties()) {
      lastKey = field.getKey();
    }
    if (lastKey.isEmpty()) {
      throw ControlException.badRequest("focused must name the option being typed");
    }
    return lastKey;
  }

  User user(JsonNode form, @Nullable SandboxGuild guild) {
    String requested = form.path("user").asText("");
    Optional<User> user =
        context
            .guildStore()
            .user(requested)
            .or(() ->
                context
                    .guildStore()
                    .users()
                    .filter(u -> u.name().equals(requested) || u.username().equals(requested))
                    .filter(u -> guild == null || isMember(guild, u))
                    .findFirst());
    User result = user.orElseThrow(() -> ControlException.notFound("user", requested));
    if (guild != null && !isMember(guild, result)) {
      throw new ControlException(403, result.name() + " is not a member of " + guild.name());
    }
    return result;
  }

  private boolean isMember(SandboxGuild guild, User user) {
    return context.guildStore().member(guild.id(), user.id()).isPresent();
  }

  MessageChannel channel(JsonNode form, @Nullable SandboxGuild guild, User user) {
    String requested = form.path("channel").asText("").replaceFirst("^#", "");
    if (guild == null) {
      return context.guildStore().messageChannel(GuildStore.dmChannelId(user.id())).orElseThrow();
    }
    String id =
        requested.isEmpty()
            ? guild.channels().getFirst().id()
            : guild.channels().stream()
                .filter(c -> c.id().equals(requested) || c.name().equals(requested))
                .findFirst()
                .orElseThrow(() -> ControlException.notFound("channel", requested))
                .id();
    return context.guildStore().messageChannel(id).orElseThrow();
  }

  static String locale(JsonNode form, @Nullable SandboxGuild guild) {
    String locale = form.path("locale").asText(guild == null ? "en-US" : guild.locale());
    if (!CommandValidation.LOCALES.contains(locale)) {
      throw ControlException.badRequest(locale + " is not a Discord locale");
    }
    return locale;
  }

  /**
   * Rejects a command whose default permissions the user lacks; Discord does not show it to that
   * user.
   */
  private void requirePermission(ObjectNode command, @Nullable SandboxGuild guild, User user) {
    if (guild == null) {
      if (!command.path("dm_permission").asBoolean(true)
          || (command.has("contexts")
              && SandboxJson.texts(command.path("contexts")).stream().noneMatch("1"::equals))) {
        throw new ControlException(403, "this command is not available in direct messages");
      }
      return;
    }
    String requiredText = command.path("default_member_permissions").asText("");
    if (requiredText.matches("\\d+")) {
      Member member = context.guildStore().member(guild.id(), user.id()).orElseThrow();
      long granted = SandboxPermissions.of(guild, member);
      long requested = Long.parseLong(requiredText);
      if ((granted & requested) != requested
          || (requested == 0 && granted != SandboxPermissions.ALL)) {
        throw new ControlException(403, user.name() + " may not use this command");
      }
    }
  }

  private CompletionStage<SandboxResponse> click(ApiCall call) {
    JsonNode form = call.json();
    StoredMessage message =
        context
            .messages()
            .find(call.pathParameter("mid"))
            .orElseThrow(() -> ControlException.notFound("message", call.pathParameter("mid")));
    MessageChannel channel = context.guildStore().messageChannel(message.channelId()).orElseThrow();
    User user = user(form, channel.guild());
    boolean hidden = message.visibleTo() != null && !message.visibleTo().equals(user.id());
    if (hidden || (channel.recipient() != null && !channel.recipient().id().equals(user.id()))) {
      throw new ControlException(403, user.name() + " cannot see this message");
    }
    ObjectNode component = ComponentInteractions.find(message, form.path("custom_id").asText());
    ObjectNode data =
        ComponentInteractions.toData(
            component, form.path("values"), new OptionResolver(context, channel.guild()));
    return responseAwaiter.awaitResponse(
        delivery.deliver(
            new UserAction(
                PendingInteraction.COMPONENT,
                user,
                channel,
                locale(form, channel.guild()),
                data,
                message,
                null)));
  }

  private CompletionStage<SandboxResponse> submit(ApiCall call) {
    JsonNode form = call.json();
    PendingInteraction opened =
        context
            .interactions()
            .find(call.pathParameter("iid"))
            .filter(i -> i.modal() != null)
            .orElseThrow(() ->
                ControlException.notFound("open modal of interaction", call.pathParameter("iid")));
    MessageChannel channel = context.guildStore().messageChannel(opened.channelId()).orElseThrow();
    User user = user(form, channel.guild());
    if (!user.id().equals(opened.userId())) {
      throw new ControlException(403, "the modal was opened for another user");
    }
    JsonNode modal = java.util.Objects.requireNonNull(opened.modal());
    ObjectNode data = SandboxJson.object().put("custom_id", modal.path("custom_id").asText());
    data.setAll(
        ModalSubmission.fill(
            modal.path("components"),
            form.path("fields"),
            new OptionResolver(context, channel.guild())));
    @Nullable StoredMessage source =
        opened.sourceMessageId() == null
            ? null
            : context.messages().find(opened.sourceMessageId()).orElse(null);
    return responseAwaiter.awaitResponse(
        delivery.deliver(
            new UserAction(
                PendingInteraction.MODAL_SUBMIT,
                user,
                channel,
                opened.locale(),
                data,
                source,
                null)));
  }
}
