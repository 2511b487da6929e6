package dcm.entity;

import dcm.guild.GuildReply;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * How many wait at one guild's desk. Pekko's own stash drops what is too much without a word, and
 * whoever asked would wait for nothing; here they are told at once. Lives on its actor's thread.
 */
final class WaitingLine extends BehaviorInterceptor<GuildMessage, GuildMessage> {
  private final int longest;
  private int waiting;

  WaitingLine(int longest) {
    super(GuildMessage.class);
    this.longest = longest;
  }

  @Override
  public Behavior<GuildMessage> aroundReceive(
      TypedActorContext<GuildMessage> context,
      GuildMessage message,
      ReceiveTarget<GuildMessage> target) {
    if (waiting >= longest) {
      message.replyTo().tell(new GuildReply.Busy());
      return Behaviors.same();
    }
    waiting++;
    return target.apply(context, message);
  }

  /** One of those who waited is being served. */
  void served() {
    waiting = Math.max(0, waiting - 1);
  }

  /**
   * After a breakdown some who waited are served again and some were lost; nobody knows how many.
   * Counting anew lets a few too many in, never too few.
   */
  void recovered() {
    waiting = 0;
  }
}
