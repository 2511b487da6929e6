package dcm.entity;

import dcm.guild.GuildReply;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * In front of a guild's desk, in the same actor: lets in who may wait, and takes the desk away when
 * the guild cannot be read. Pekko's supervisor inside the desk begins anew for ever; only from out
 * here can it be stopped without losing who waits in there.
 */
final class Reception extends BehaviorInterceptor<GuildMessage, GuildMessage> {
  private final WaitingLine line;
  private final Replays replays;
  private final Supplier<Behavior<GuildMessage>> desk;
  private boolean away;

  Reception(WaitingLine line, Replays replays, Supplier<Behavior<GuildMessage>> desk) {
    super(GuildMessage.class);
    this.line = line;
    this.replays = replays;
    this.desk = desk;
  }

  /** The desk, or none while the guild is left alone. */
  Behavior<GuildMessage> first() {
    return replays.rests() ? none() : desk.get();
  }

  private Behavior<GuildMessage> none() {
    away = true;
    line.shut(replays::answer);
    return Behaviors.empty();
  }

  @Override
  public Behavior<GuildMessage> aroundReceive(
      TypedActorContext<GuildMessage> context,
      GuildMessage message,
      ReceiveTarget<GuildMessage> target) {
    return switch (message) {
      case GuildMessage.Asked ask -> {
        if (away && !replays.rests()) {
          away = false;
          line.open();
          context.asJava().getSelf().tell(ask);
          yield desk.get();
        }
        yield line.takes(ask) ? target.apply(context, ask) : Behaviors.same();
      }
      case Inward.Unreadable _ -> none();
      case Inward.Checked _, Inward.LookedUp _, Inward.Saved _, Inward.Retried _ ->
          target.apply(context, message);
    };
  }

  @Override
  public Behavior<GuildMessage> aroundSignal(
      TypedActorContext<GuildMessage> context, Signal signal, SignalTarget<GuildMessage> target) {
    if (signal instanceof PostStop) {
      DeskMeters.closed();
      // the desk moves, or goes to sleep: who waits was not served
      line.shut(GuildReply.Unavailable::new);
    }
    return target.apply(context, signal);
  }
}
