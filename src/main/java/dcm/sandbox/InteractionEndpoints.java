package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.Endpoints.Door;
import dcm.sandbox.World.Place;
import java.util.Optional;

/** What the bot answers to interactions, at once and within the 15 minutes after. */
final class InteractionEndpoints {
  private final Parts parts;
  private final Callbacks callbacks;
  private final Postbox postbox;

  InteractionEndpoints(Parts parts, Callbacks callbacks, Postbox postbox) {
    this.parts = parts;
    this.callbacks = callbacks;
    this.postbox = postbox;
  }

  void register(Endpoints on) {
    on.on(
        "POST",
        "/interactions/{interaction_id}/{interaction_token}/callback",
        Door.OPEN,
        this::callback);
    String base = "/webhooks/{webhook_id}/{webhook_token}";
    on.on("POST", base, Door.OPEN, this::followUp);
    for (String which : new String[] {"@original", "{message_id}"}) {
      String one = base + "/messages/" + which;
      on.on("GET", one, Door.OPEN, call -> Answer.ok(message(call).body()));
      on.on("PATCH", one, Door.OPEN, this::edit);
      on.on("DELETE", one, Door.OPEN, this::delete);
    }
  }

  private Answer callback(Call call) {
    Interaction interaction =
        parts
            .interactions()
            .find(call.id("interaction_id"))
            .filter(i -> i.token().equals(call.name("interaction_token")))
            .orElseThrow(() -> ApiError.unknown(10062, "interaction"));
    Optional<Post> post = callbacks.answer(interaction, call.json());
    return call.flag("with_response") ? Answer.ok(response(interaction, post)) : Answer.nothing();
  }

  private ObjectNode response(Interaction before, Optional<Post> post) {
    Interaction now = parts.interactions().find(before.id()).orElse(before);
    ObjectNode shape = Json.object();
    ObjectNode interaction =
        shape.putObject("interaction").put("id", now.id()).put("type", now.type());
    ObjectNode resource = shape.putObject("resource").put("type", now.answer());
    post.ifPresent(p -> {
      interaction
          .put("response_message_id", p.id())
          .put("response_message_loading", p.isLoading())
          .put("response_message_ephemeral", p.visibleTo() != null);
      resource.set("message", p.body());
    });
    return shape;
  }

  private Interaction answered(Call call) {
    if (!call.name("webhook_id").equals(Seed.APPLICATION)) {
      throw ApiError.unknown(10015, "Webhook");
    }
    Interaction interaction =
        parts
            .interactions()
            .byToken(call.name("webhook_token"))
            .filter(i -> !i.isOver(System.currentTimeMillis()))
            .orElseThrow(() -> new ApiError(401, 50027, "Invalid Webhook Token"));
    if (!interaction.isAnswered()) {
      throw ApiError.unknown(10015, "Webhook");
    }
    return interaction;
  }

  private Post message(Call call) {
    Interaction interaction = answered(call);
    String named = call.names().get("message_id");
    String id = named == null ? interaction.original() : named;
    return Optional.ofNullable(id)
        .flatMap(parts.messages()::find)
        .filter(post -> named == null || post.answers(interaction.token()))
        .orElseThrow(() -> ApiError.unknown(10008, "Message"));
  }

  private Answer followUp(Call call) {
    Interaction interaction = answered(call);
    MessageRules.checkNew(call.json());
    Optional<Post> loading =
        Optional.ofNullable(interaction.original())
            .flatMap(parts.messages()::find)
            .filter(Post::isLoading);
    // Discord: the first follow-up of a deferred answer takes the place of "is thinking…"
    Post post =
        loading.isPresent()
            ? change(interaction, loading.get(), call.json())
            : callbacks.newPost(interaction, call.json(), true);
    parts.interactions().changed(interaction, post);
    return Answer.ok(post.body());
  }

  private Answer edit(Call call) {
    Interaction interaction = answered(call);
    MessageRules.check(call.json());
    Post now = change(interaction, message(call), call.json());
    return Answer.ok(now.body());
  }

  private Post change(Interaction interaction, Post old, JsonNode form) {
    Place place = parts.world().place(old.channelId()).orElseThrow(ApiError::notFound);
    Post now = old.with(parts.composer().edited(old.body(), place, form));
    postbox.change(place, now);
    parts.interactions().changed(interaction, now);
    return now;
  }

  private Answer delete(Call call) {
    Post post = message(call);
    Place place = parts.world().place(post.channelId()).orElseThrow(ApiError::notFound);
    postbox.delete(place, post);
    return Answer.nothing();
  }
}
