package dcm.entity;

import dcm.guild.GuildReply;
import dcm.guild.Question;
import dcm.guild.Request;
import org.apache.pekko.actor.typed.ActorRef;

/** What a guild's actor hears. */
public sealed interface GuildMessage permits GuildMessage.Asked, Inward {
  /** From outside; each gets one answer. */
  sealed interface Asked extends GuildMessage {
    ActorRef<GuildReply> replyTo();
  }

  record Do(Request request, ActorRef<GuildReply> replyTo) implements Asked {}

  record Tell(Question question, ActorRef<GuildReply> replyTo) implements Asked {}
}
