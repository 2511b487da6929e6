package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.Guild.User;
import dcm.sandbox.World.Place;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the bot what a person did: through the gateway, or signed to its own endpoint. */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final Parts parts;
  private final Callbacks callbacks;
  private final SignedDelivery signed;

  Delivery(Parts parts, Callbacks callbacks, SignedDelivery signed) {
    this.parts = parts;
    this.callbacks = callbacks;
    this.signed = signed;
  }

  /**
   * @param data the interaction's {@code data}
   * @param source the message whose component was used
   */
  record Deed(
      int type,
      User user,
      Place place,
      String locale,
      ObjectNode data,
      @Nullable Post source,
      @Nullable String commandName) {}

  record Begun(Interaction interaction, CompletableFuture<Interactions.Outcome.Answered> answer) {}

  Begun deliver(Deed deed) {
    Guild guild = deed.place().guild();
    Interaction interaction =
        new Interaction(
            parts.ids().next(),
            parts.interactions().newToken(),
            deed.type(),
            deed.user().id(),
            guild == null ? null : guild.id(),
            deed.place().id(),
            deed.locale(),
            deed.commandName(),
            deed.source() == null ? null : deed.source().id(),
            System.currentTimeMillis(),
            0,
            null,
            false,
            null);
    var answer = parts.interactions().begin(interaction);
    ObjectNode event = event(interaction, deed);
    String url = parts.application().interactionsUrl();
    if (url == null) {
      parts.gateway().dispatch(interaction.guildId(), Intents.ALWAYS, "INTERACTION_CREATE", event);
    } else {
      byHttp(interaction, url, event);
    }
    return new Begun(interaction, answer);
  }

  private void byHttp(Interaction interaction, String url, ObjectNode event) {
    var _ =
        signed
            .deliver(parts.application(), url, Json.write(event))
            .whenComplete((callback, problem) ->
                parts
                    .desk()
                    .tell(() -> {
                      if (problem != null) {
                        LOG.warn("an interaction was not taken: {}", problem.getMessage());
                      } else {
                        callback.ifPresent(c -> accept(interaction, c));
                      }
                    }));
  }

  private void accept(Interaction interaction, JsonNode callback) {
    try {
      callbacks.answer(interaction, callback);
    } catch (ApiError e) {
      LOG.warn("the answer to an interaction was refused: {} {}", e.code, e.getMessage());
    }
  }

  private ObjectNode event(Interaction interaction, Deed deed) {
    Guild guild = deed.place().guild();
    ObjectNode event =
        Json.object()
            .put("id", interaction.id())
            .put("application_id", Seed.APPLICATION)
            .put("type", interaction.type())
            .put("token", interaction.token())
            .put("version", 1)
            .put("app_permissions", Shapes.APP_PERMISSIONS)
            .put("locale", interaction.locale())
            .put("context", guild == null ? 1 : 0)
            .put("attachment_size_limit", 10_485_760)
            .put("channel_id", interaction.channelId());
    event.putArray("entitlements");
    event.putObject("authorizing_integration_owners").put("0", guild == null ? "0" : guild.id());
    event.set("data", deed.data());
    event.set("channel", channel(deed.place()));
    if (guild == null) {
      event.set("user", Shapes.user(deed.user()));
    } else {
      event.put("guild_id", guild.id()).put("guild_locale", guild.locale());
      event
          .putObject("guild")
          .put("id", guild.id())
          .put("locale", guild.locale())
          .putArray("features");
      var member = parts.world().member(guild.id(), deed.user().id()).orElseThrow();
      event.set(
          "member",
          Shapes.member(member, deed.user())
              .put("permissions", Long.toString(Permissions.of(guild, member))));
    }
    if (deed.source() != null) {
      event.set("message", deed.source().body());
    }
    return event;
  }

  private static ObjectNode channel(Place place) {
    ObjectNode shape = Shapes.place(place);
    return place.guild() == null ? shape : shape.put("permissions", Shapes.APP_PERMISSIONS);
  }
}
