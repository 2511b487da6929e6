package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The target of a message. The in-app inbox is no route: it is part of the guild. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DeliveryRoute.DirectMessage.class, name = "dm"),
  @JsonSubTypes.Type(value = DeliveryRoute.Channel.class, name = "channel"),
})
public sealed interface DeliveryRoute {
  record DirectMessage(MemberId recipient) implements DeliveryRoute {}

  record Channel(ChannelId channel) implements DeliveryRoute {}
}
