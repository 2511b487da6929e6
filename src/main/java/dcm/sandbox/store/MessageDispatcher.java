package dcm.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.SandboxContext;
import dcm.sandbox.gateway.Intents;
import dcm.sandbox.store.GuildStore.MessageChannel;
import dcm.sandbox.web.ChatEventStream;
import java.util.Objects;

/** Stores messages and dispatches their events to the gateway sessions with the intent. */
public final class MessageDispatcher {
  private final SandboxContext context;
  private final ChatEventStream chatEvents;

  public MessageDispatcher(SandboxContext context, ChatEventStream chatEvents) {
    this.context = context;
    this.chatEvents = chatEvents;
  }

  public void create(MessageChannel channel, StoredMessage message) {
    context.messages().put(message);
    dispatch("MESSAGE_CREATE", channel, message);
  }

  public void change(MessageChannel channel, StoredMessage message) {
    context.messages().put(message);
    dispatch("MESSAGE_UPDATE", channel, message);
  }

  public void delete(MessageChannel channel, StoredMessage message) {
    context.messages().remove(message);
    chatEvents.channelChanged(channel.id());
    if (message.visibleTo() == null) {
      ObjectNode event =
          SandboxJson.object().put("id", message.id()).put("channel_id", channel.id());
      if (channel.guild() != null) {
        event.put("guild_id", channel.guild().id());
      }
      context.gateway().dispatch(guildId(channel), intent(channel), "MESSAGE_DELETE", event);
    }
  }

  private void dispatch(String event, MessageChannel channel, StoredMessage message) {
    chatEvents.channelChanged(channel.id());
    if (message.visibleTo() != null) {
      return;
    }
    ObjectNode data = message.body().deepCopy();
    if (message.nonce() != null) {
      data.put("nonce", message.nonce());
    }
    if (channel.guild() != null) {
      data.put("guild_id", channel.guild().id());
      context
          .guildStore()
          .member(channel.guild().id(), message.authorId())
          .ifPresent(member -> data.set("member", DiscordJson.partialMember(member)));
    }
    context.gateway().dispatch(guildId(channel), intent(channel), event, data);
  }

  private static @org.jspecify.annotations.Nullable String guildId(MessageChannel channel) {
    return channel.guild() == null ? null : Objects.requireNonNull(channel.guild()).id();
  }

  private static int intent(MessageChannel channel) {
    return channel.guild() == null ? Intents.DIRECT_MESSAGES : Intents.GUILD_MESSAGES;
  }
}
