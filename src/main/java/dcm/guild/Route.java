package dcm.guild;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where a message goes. The in-app inbox is no route: it is part of the guild. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Route.DirectMessage.class, name = "dm"),
  @JsonSubTypes.Type(value = Route.Channel.class, name = "channel"),
})
public sealed interface Route {
  record DirectMessage(MemberId to) implements Route {}

  record Channel(ChannelId in) implements Route {}
}
