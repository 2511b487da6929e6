package dcm.entity;

import dcm.guild.GuildReply;
import dcm.guild.Question;
import dcm.guild.Request;
import org.apache.pekko.actor.typed.ActorRef;

/** What a guild's actor hears. */
public sealed interface GuildMessage {
  ActorRef<GuildReply> replyTo();

  record Do(Request request, ActorRef<GuildReply> replyTo) implements GuildMessage {}

  record Tell(Question question, ActorRef<GuildReply> replyTo) implements GuildMessage {}
}
