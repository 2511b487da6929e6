package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.Delivery.Begun;
import dcm.sandbox.Delivery.Deed;
import dcm.sandbox.Endpoints.Door;
import dcm.sandbox.Guild.Member;
import dcm.sandbox.Guild.User;
import dcm.sandbox.World.Place;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The control API's hands: type a command, press a button, hand in a modal, as a given person. */
final class ControlInteractions {
  private final Parts parts;
  private final Delivery delivery;
  private final Seen seen;

  ControlInteractions(Parts parts, Delivery delivery, Seen seen) {
    this.parts = parts;
    this.delivery = delivery;
    this.seen = seen;
  }

  void register(Endpoints on) {
    on.later("POST", "/sandbox/guilds/{gid}/commands", Door.OPEN, call -> type(call, false));
    on.later("POST", "/sandbox/guilds/{gid}/autocomplete", Door.OPEN, call -> type(call, true));
    on.later("POST", "/sandbox/messages/{mid}/click", Door.OPEN, this::click);
    on.later("POST", "/sandbox/interactions/{iid}/submit", Door.OPEN, this::submit);
  }

  /** {@code gid} may be {@code @me}: the command is typed in the direct messages with the bot. */
  private CompletionStage<Answer> type(Call call, boolean isAutocomplete) {
    JsonNode form = call.json();
    @Nullable Guild guild =
        call.name("gid").equals("@me") ? null : ControlGuilds.guild(parts.world(), call);
    User user = user(form, guild);
    Place place = place(form, guild, user);
    String locale = locale(form, guild);
    @Nullable String focused = isAutocomplete ? focused(form) : null;
    SlashLine.Parsed parsed =
        new SlashLine(
                parts.commands().usableIn(guild == null ? null : guild.id()),
                new OptionValues(parts.world(), guild),
                locale)
            .parse(form.path("command").asText(), options(form), focused);
    refuseIfHidden(parsed.command(), guild, user);
    Begun begun =
        delivery.deliver(
            new Deed(
                isAutocomplete ? Interaction.AUTOCOMPLETE : Interaction.COMMAND,
                user,
                place,
                locale,
                parsed.data(),
                null,
                parsed.path()));
    return seen.answer(begun);
  }

  private static JsonNode options(JsonNode form) {
    JsonNode options = form.path("options");
    if (!options.isMissingNode() && !options.isNull() && !options.isObject()) {
      throw ControlError.bad("options are an object {name: value}");
    }
    return options.isObject() ? options : Json.object();
  }

  /** {@code focused} names the option being typed; without it the last one given is meant. */
  private static String focused(JsonNode form) {
    if (form.path("focused").isTextual()) {
      return form.path("focused").asText();
    }
    String last = "";
    for (var field : options(form).properties()) {
      last = field.getKey();
    }
    if (last.isEmpty()) {
      throw ControlError.bad("focused must name the option being typed");
    }
    return last;
  }

  private User user(JsonNode form, @Nullable Guild guild) {
    String wanted = form.path("user").asText("");
    Optional<User> user =
        parts
            .world()
            .user(wanted)
            .or(() ->
                parts
                    .world()
                    .users()
                    .filter(u -> u.name().equals(wanted) || u.username().equals(wanted))
                    .filter(u -> guild == null || isMember(guild, u))
                    .findFirst());
    User found = user.orElseThrow(() -> ControlError.unknown("user", wanted));
    if (guild != null && !isMember(guild, found)) {
      throw new ControlError(403, found.name() + " is not a member of " + guild.name());
    }
    return found;
  }

  private boolean isMember(Guild guild, User user) {
    return parts.world().member(guild.id(), user.id()).isPresent();
  }

  private Place place(JsonNode form, @Nullable Guild guild, User user) {
    String wanted = form.path("channel").asText("").replaceFirst("^#", "");
    if (guild == null) {
      return parts.world().place(World.dmChannel(user.id())).orElseThrow();
    }
    String id =
        wanted.isEmpty()
            ? guild.channels().getFirst().id()
            : guild.channels().stream()
                .filter(c -> c.id().equals(wanted) || c.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> ControlError.unknown("channel", wanted))
                .id();
    return parts.world().place(id).orElseThrow();
  }

  private static String locale(JsonNode form, @Nullable Guild guild) {
    String locale = form.path("locale").asText(guild == null ? "en-US" : guild.locale());
    if (!CommandRules.LOCALES.contains(locale)) {
      throw ControlError.bad(locale + " is not a locale of Discord");
    }
    return locale;
  }

  /** Discord does not show a command to people without its default permissions. */
  private void refuseIfHidden(ObjectNode command, @Nullable Guild guild, User user) {
    if (guild == null) {
      if (!command.path("dm_permission").asBoolean(true)
          || (command.has("contexts")
              && Json.texts(command.path("contexts")).stream().noneMatch("1"::equals))) {
        throw new ControlError(403, "this command is not for direct messages");
      }
      return;
    }
    String needed = command.path("default_member_permissions").asText("");
    if (needed.matches("\\d+")) {
      Member member = parts.world().member(guild.id(), user.id()).orElseThrow();
      long has = Permissions.of(guild, member);
      long wanted = Long.parseLong(needed);
      if ((has & wanted) != wanted || (wanted == 0 && has != Permissions.ALL)) {
        throw new ControlError(403, user.name() + " may not use this command");
      }
    }
  }

  private CompletionStage<Answer> click(Call call) {
    JsonNode form = call.json();
    Post post =
        parts
            .messages()
            .find(call.name("mid"))
            .orElseThrow(() -> ControlError.unknown("message", call.name("mid")));
    Place place = parts.world().place(post.channelId()).orElseThrow();
    User user = user(form, place.guild());
    boolean hidden = post.visibleTo() != null && !post.visibleTo().equals(user.id());
    if (hidden || (place.user() != null && !place.user().id().equals(user.id()))) {
      throw new ControlError(403, user.name() + " does not see this message");
    }
    ObjectNode component = Clicks.find(post, form.path("custom_id").asText());
    ObjectNode data =
        Clicks.data(component, form.path("values"), new OptionValues(parts.world(), place.guild()));
    return seen.answer(
        delivery.deliver(
            new Deed(
                Interaction.COMPONENT,
                user,
                place,
                locale(form, place.guild()),
                data,
                post,
                null)));
  }

  private CompletionStage<Answer> submit(Call call) {
    JsonNode form = call.json();
    Interaction opened =
        parts
            .interactions()
            .find(call.name("iid"))
            .filter(i -> i.modal() != null)
            .orElseThrow(() -> ControlError.unknown("open modal of interaction", call.name("iid")));
    Place place = parts.world().place(opened.channelId()).orElseThrow();
    User user = user(form, place.guild());
    if (!user.id().equals(opened.userId())) {
      throw new ControlError(403, "the modal was opened for somebody else");
    }
    JsonNode modal = java.util.Objects.requireNonNull(opened.modal());
    ObjectNode data = Json.object().put("custom_id", modal.path("custom_id").asText());
    ArrayNode components = ModalFields.fill(modal.path("components"), form.path("fields"));
    data.set("components", components);
    @Nullable Post source =
        opened.sourceMessage() == null
            ? null
            : parts.messages().find(opened.sourceMessage()).orElse(null);
    return seen.answer(
        delivery.deliver(
            new Deed(Interaction.MODAL_SUBMIT, user, place, opened.locale(), data, source, null)));
  }
}
