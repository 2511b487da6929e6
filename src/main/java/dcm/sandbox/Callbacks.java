package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.World.Place;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An interaction's life: it must be answered once within 3 s (else 10062, a second answer is
 * 40060), with an answer that fits its kind; then messages may follow for 15 minutes.
 */
final class Callbacks {
  static final int PONG = 1;
  static final int MESSAGE = 4;
  static final int DEFERRED_MESSAGE = 5;
  static final int DEFERRED_UPDATE = 6;
  static final int UPDATE = 7;
  static final int CHOICES = 8;
  static final int MODAL = 9;

  private final Parts parts;
  private final Postbox postbox;

  Callbacks(Parts parts, Postbox postbox) {
    this.parts = parts;
    this.postbox = postbox;
  }

  /** Returns the message that now stands there because of it, if one does. */
  Optional<Post> answer(Interaction interaction, JsonNode callback) {
    if (interaction.isAnswered()) {
      throw new ApiError(400, 40060, "Interaction has already been acknowledged.");
    }
    if (interaction.isLate(System.currentTimeMillis())) {
      throw ApiError.unknown(10062, "interaction");
    }
    int type = callback.path("type").asInt();
    JsonNode data = callback.path("data");
    refuseMisfit(interaction, type);
    return switch (type) {
      case MESSAGE -> {
        MessageRules.checkNew(data);
        yield Optional.of(first(interaction, type, newPost(interaction, data, false)));
      }
      case DEFERRED_MESSAGE -> {
        Post post = newPost(interaction, data, false);
        ObjectNode body = post.body();
        body.put("content", "").put("flags", body.path("flags").asInt() | MessageRules.LOADING);
        yield Optional.of(first(interaction, type, post));
      }
      case DEFERRED_UPDATE -> Optional.of(first(interaction, type, source(interaction)));
      case UPDATE -> {
        MessageRules.check(data);
        Post old = source(interaction);
        Place place = place(old.channelId());
        Post now = old.with(parts.composer().edited(old.body(), place, data));
        postbox.change(place, now);
        yield Optional.of(first(interaction, type, now));
      }
      case CHOICES -> {
        checkChoices(data);
        parts.interactions().answered(interaction.answered(type, null, false, null), data);
        yield Optional.empty();
      }
      default -> {
        FormErrors errors = new FormErrors();
        ComponentRules.modal(new FormField(errors, "data", data));
        errors.refuseIfAny();
        ObjectNode modal = data.deepCopy();
        modal.set("components", Composer.components(data.path("components")));
        parts.interactions().answered(interaction.answered(type, null, false, modal), modal);
        yield Optional.empty();
      }
    };
  }

  private static void refuseMisfit(Interaction interaction, int type) {
    boolean fits =
        switch (interaction.type()) {
          case Interaction.COMMAND -> type == MESSAGE || type == DEFERRED_MESSAGE || type == MODAL;
          case Interaction.AUTOCOMPLETE -> type == CHOICES;
          case Interaction.COMPONENT -> (type >= MESSAGE && type <= UPDATE) || type == MODAL;
          default ->
              type == MESSAGE
                  || type == DEFERRED_MESSAGE
                  || ((type == UPDATE || type == DEFERRED_UPDATE)
                      && interaction.sourceMessage() != null);
        };
    if (!fits) {
      throw ApiError.form(
          "type",
          "INTERACTION_RESPONSE_TYPE_INVALID",
          "Response type %d does not fit an interaction of type %d"
              .formatted(type, interaction.type()));
    }
  }

  private static void checkChoices(JsonNode data) {
    FormErrors errors = new FormErrors();
    FormField choices = new FormField(errors, "data", data).at("choices");
    choices.required().list(0, 25);
    for (FormField choice : choices.each()) {
      choice.at("name").text(1, 100);
      choice.at("value").required();
      if (choice.value().path("value").isTextual()) {
        choice.at("value").text(1, 100);
      }
    }
    errors.refuseIfAny();
  }

  private Post source(Interaction interaction) {
    return Optional.ofNullable(interaction.sourceMessage())
        .flatMap(parts.messages()::find)
        .orElseThrow(() -> ApiError.unknown(10008, "Message"));
  }

  private Post first(Interaction interaction, int type, Post post) {
    if (type == MESSAGE || type == DEFERRED_MESSAGE) {
      postbox.create(place(post.channelId()), post);
    }
    parts
        .interactions()
        .answered(
            interaction.answered(type, post.id(), post.visibleTo() != null, null), Json.object());
    return post;
  }

  private Place place(String channelId) {
    return parts.world().place(channelId).orElseThrow(() -> ApiError.unknown(10003, "Channel"));
  }

  /** {@code posted}: it is put up at once (a follow-up), else the caller does. */
  Post newPost(Interaction interaction, JsonNode data, boolean posted) {
    Place place = place(interaction.channelId());
    String id = parts.ids().next();
    ObjectNode body = parts.composer().message(id, place, Shapes.user(Shapes.BOT), data);
    boolean ephemeral = (data.path("flags").asInt() & MessageRules.EPHEMERAL) != 0;
    body.put("application_id", Seed.APPLICATION).put("webhook_id", Seed.APPLICATION);
    if (interaction.type() == Interaction.COMMAND && !posted) {
      body.put("type", 20);
    }
    body.set("interaction_metadata", interaction.metadata(user(interaction.userId())));
    @Nullable String reader = ephemeral ? interaction.userId() : null;
    Post post = new Post(id, place.id(), Shapes.BOT.id(), reader, null, interaction.token(), body);
    if (posted) {
      postbox.create(place, post);
    }
    return post;
  }

  private ObjectNode user(String id) {
    return Shapes.user(parts.world().user(id).orElseThrow(() -> ApiError.unknown(10013, "User")));
  }
}
