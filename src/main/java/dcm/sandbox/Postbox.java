package dcm.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.World.Place;
import java.util.Objects;

/** Puts messages where they belong and tells the gateway's sessions that asked for such events. */
final class Postbox {
  private final Parts parts;
  private final Live live;

  Postbox(Parts parts, Live live) {
    this.parts = parts;
    this.live = live;
  }

  void create(Place place, Post post) {
    parts.messages().put(post);
    tell("MESSAGE_CREATE", place, post);
  }

  void change(Place place, Post post) {
    parts.messages().put(post);
    tell("MESSAGE_UPDATE", place, post);
  }

  void delete(Place place, Post post) {
    parts.messages().remove(post);
    live.changed(place.id());
    if (post.visibleTo() == null) {
      ObjectNode event = Json.object().put("id", post.id()).put("channel_id", place.id());
      if (place.guild() != null) {
        event.put("guild_id", place.guild().id());
      }
      parts.gateway().dispatch(guildId(place), intent(place), "MESSAGE_DELETE", event);
    }
  }

  private void tell(String event, Place place, Post post) {
    live.changed(place.id());
    if (post.visibleTo() != null) {
      return;
    }
    ObjectNode data = post.body().deepCopy();
    if (post.nonce() != null) {
      data.put("nonce", post.nonce());
    }
    if (place.guild() != null) {
      data.put("guild_id", place.guild().id());
      parts
          .world()
          .member(place.guild().id(), post.authorId())
          .ifPresent(member -> data.set("member", Shapes.partialMember(member)));
    }
    parts.gateway().dispatch(guildId(place), intent(place), event, data);
  }

  private static @org.jspecify.annotations.Nullable String guildId(Place place) {
    return place.guild() == null ? null : Objects.requireNonNull(place.guild()).id();
  }

  private static int intent(Place place) {
    return place.guild() == null ? Intents.DIRECT_MESSAGES : Intents.GUILD_MESSAGES;
  }
}
