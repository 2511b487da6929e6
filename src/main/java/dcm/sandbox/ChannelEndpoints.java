package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.Endpoints.Door;
import dcm.sandbox.World.Place;
import java.util.List;
import java.util.Optional;

/** Channels and the messages that the bot writes, reads, edits and deletes in them. */
final class ChannelEndpoints {
  private final Parts parts;
  private final Postbox postbox;

  ChannelEndpoints(Parts parts, Postbox postbox) {
    this.parts = parts;
    this.postbox = postbox;
  }

  void register(Endpoints on) {
    on.on("GET", "/channels/{channel_id}", Door.BOT, call -> Answer.ok(Shapes.place(place(call))));
    on.on("GET", "/channels/{channel_id}/messages", Door.BOT, this::list);
    on.on("POST", "/channels/{channel_id}/messages", Door.BOT, this::create);
    String one = "/channels/{channel_id}/messages/{message_id}";
    on.on("GET", one, Door.BOT, call -> Answer.ok(post(call).body()));
    on.on("PATCH", one, Door.BOT, this::edit);
    on.on("DELETE", one, Door.BOT, this::delete);
    on.on("POST", "/channels/{channel_id}/typing", Door.BOT, this::typing);
    on.on("POST", "/users/@me/channels", Door.BOT, this::openDm);
  }

  private Place place(Call call) {
    Place place =
        parts
            .world()
            .place(call.id("channel_id"))
            .orElseThrow(() -> ApiError.unknown(10003, "Channel"));
    if (lacks(place, Permissions.VIEW_CHANNEL)) {
      throw new ApiError(403, 50001, "Missing Access");
    }
    return place;
  }

  private static boolean lacks(Place place, long permission) {
    return place.guild() != null
        && place.channel() != null
        && (Permissions.ofBot(place.guild(), place.channel()) & permission) == 0;
  }

  private static void refuseUnlessWritable(Place place) {
    if (place.channel() != null && place.channel().type() != 0 && place.channel().type() != 5) {
      throw new ApiError(400, 50008, "Cannot send messages in a non-text channel");
    }
    if (lacks(place, Permissions.SEND_MESSAGES)) {
      throw new ApiError(403, 50013, "Missing Permissions");
    }
  }

  /** An ephemeral message exists for its reader and through its interaction only. */
  private Post post(Call call) {
    Place place = place(call);
    return parts
        .messages()
        .find(call.id("message_id"))
        .filter(post -> post.channelId().equals(place.id()) && post.visibleTo() == null)
        .orElseThrow(() -> ApiError.unknown(10008, "Message"));
  }

  private static void refuseUnlessOpen(Guild.Dm dm) {
    switch (dm) {
      case OPEN -> {}
      case CLOSED -> throw new ApiError(403, 50007, "Cannot send messages to this user");
      case BLOCKED ->
          throw new ApiError(
              403, 50278, "Cannot send messages to this user due to having no mutual guilds");
    }
  }

  private Answer create(Call call) {
    Place place = place(call);
    JsonNode form = call.json();
    MessageRules.checkNew(form);
    refuseUnlessWritable(place);
    if (place.user() != null) {
      refuseUnlessOpen(parts.world().directMessages(place.user().id()));
    }
    String nonce =
        form.path("enforce_nonce").asBoolean() && form.hasNonNull("nonce")
            ? form.path("nonce").asText()
            : null;
    Optional<Post> before = parts.messages().repeated(place.id(), Shapes.BOT.id(), nonce);
    if (before.isPresent()) {
      return Answer.ok(withNonce(before.get().body(), form));
    }
    String id = parts.ids().next();
    ObjectNode body = parts.composer().message(id, place, Shapes.user(Shapes.BOT), form);
    reference(body, form, place);
    Post post = new Post(id, place.id(), Shapes.BOT.id(), null, nonce, null, body);
    postbox.create(place, post);
    return Answer.ok(withNonce(body, form));
  }

  /** A reply names a message that must be there, unless it says that it need not. */
  private void reference(ObjectNode body, JsonNode form, Place place) {
    String to = form.path("message_reference").path("message_id").asText("");
    if (to.isEmpty()) {
      return;
    }
    Optional<Post> found = parts.messages().find(to).filter(p -> p.channelId().equals(place.id()));
    if (found.isEmpty()
        && form.path("message_reference").path("fail_if_not_exists").asBoolean(true)) {
      throw ApiError.form("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
    }
    if (found.isPresent()) {
      body.put("type", 19)
          .putObject("message_reference")
          .put("type", 0)
          .put("channel_id", place.id())
          .put("message_id", to);
    }
  }

  private static ObjectNode withNonce(ObjectNode body, JsonNode form) {
    ObjectNode answer = body.deepCopy();
    if (form.hasNonNull("nonce")) {
      answer.set("nonce", form.path("nonce"));
    }
    return answer;
  }

  private Answer edit(Call call) {
    Post old = post(call);
    if (!old.authorId().equals(Shapes.BOT.id())) {
      throw new ApiError(403, 50005, "Cannot edit a message authored by another user");
    }
    MessageRules.check(call.json());
    Place place = place(call);
    Post now = old.with(parts.composer().edited(old.body(), place, call.json()));
    postbox.change(place, now);
    return Answer.ok(now.body());
  }

  private Answer delete(Call call) {
    Post post = post(call);
    Place place = place(call);
    if (place.user() != null && !post.authorId().equals(Shapes.BOT.id())) {
      throw new ApiError(403, 50003, "Cannot execute action on a DM channel");
    }
    postbox.delete(place, post);
    return Answer.nothing();
  }

  private Answer list(Call call) {
    List<Post> all =
        parts.messages().inChannel(place(call).id()).stream()
            .filter(post -> post.visibleTo() == null)
            .toList();
    int limit = call.number("limit", 50, 1, 100);
    List<Post> page;
    if (call.query().containsKey("after")) {
      long after = bound(call, "after");
      page = all.stream().filter(p -> id(p) > after).limit(limit).toList();
    } else if (call.query().containsKey("around")) {
      long around = bound(call, "around");
      long older = all.stream().filter(p -> id(p) < around).count();
      page = all.stream().skip(Math.max(0, older - limit / 2)).limit(limit).toList();
    } else {
      long before = call.query().containsKey("before") ? bound(call, "before") : Long.MAX_VALUE;
      List<Post> older = all.stream().filter(p -> id(p) < before).toList();
      page = older.subList(Math.max(0, older.size() - limit), older.size());
    }
    return Answer.ok(Json.array(page.reversed().stream().map(Post::body)));
  }

  private static long id(Post post) {
    return Long.parseLong(post.id());
  }

  private static long bound(Call call, String key) {
    String text = call.query().getOrDefault(key, "");
    if (!Snowflakes.isOne(text)) {
      throw ApiError.form(key, "NUMBER_TYPE_COERCE", "Value \"" + text + "\" is not snowflake.");
    }
    return Long.parseLong(text);
  }

  private Answer typing(Call call) {
    place(call);
    return Answer.nothing();
  }

  private Answer openDm(Call call) {
    String id = call.json().path("recipient_id").asText();
    return Answer.ok(
        parts
            .world()
            .user(id)
            .map(Shapes::dm)
            .orElseThrow(() -> new ApiError(400, 50033, "Invalid Recipient(s)")));
  }
}
