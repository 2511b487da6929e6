package dcm.entity.recovery;

import dcm.entity.EntityMetrics;
import dcm.entity.GuildMessage;
import dcm.guild.reply.GuildReply;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Admission of requests before a guild's entity, in the same actor. It bounds the pending requests
 * and replaces the entity while the guild's journal cannot be replayed. Pekko's supervisor inside
 * the entity restarts it for ever; only an interceptor around it can stop it without losing pending
 * requests.
 */
public final class AdmissionInterceptor extends BehaviorInterceptor<GuildMessage, GuildMessage> {
  private final PendingRequests pendingRequests;
  private final RecoveryTracker recoveryTracker;
  private final Supplier<Behavior<GuildMessage>> entityBehavior;
  private boolean suspended;

  public AdmissionInterceptor(
      PendingRequests pendingRequests,
      RecoveryTracker recoveryTracker,
      Supplier<Behavior<GuildMessage>> entityBehavior) {
    super(GuildMessage.class);
    this.pendingRequests = pendingRequests;
    this.recoveryTracker = recoveryTracker;
    this.entityBehavior = entityBehavior;
  }

  /** The entity's behavior, or an empty one while the guild is suspended. */
  public Behavior<GuildMessage> initialBehavior() {
    return recoveryTracker.isSuspended() ? suspend() : entityBehavior.get();
  }

  private Behavior<GuildMessage> suspend() {
    suspended = true;
    pendingRequests.reject(recoveryTracker::degradedReply);
    return Behaviors.empty();
  }

  @Override
  public Behavior<GuildMessage> aroundReceive(
      TypedActorContext<GuildMessage> context,
      GuildMessage message,
      ReceiveTarget<GuildMessage> target) {
    return switch (message) {
      case GuildMessage.Request request -> {
        if (suspended && !recoveryTracker.isSuspended()) {
          suspended = false;
          pendingRequests.accept();
          context.asJava().getSelf().tell(request);
          yield entityBehavior.get();
        }
        yield pendingRequests.admit(request) ? target.apply(context, request) : Behaviors.same();
      }
      case GuildMessage.Internal.JournalUnreadable _ -> suspend();
      case GuildMessage.Internal.OwnershipChecked _,
          GuildMessage.Internal.CommandLookedUp _,
          GuildMessage.Internal.CommandsSaved _,
          GuildMessage.Internal.RetryCommand _ ->
          target.apply(context, message);
    };
  }

  @Override
  public Behavior<GuildMessage> aroundSignal(
      TypedActorContext<GuildMessage> context, Signal signal, SignalTarget<GuildMessage> target) {
    if (signal instanceof PostStop) {
      EntityMetrics.entityStopped();
      // the entity moves or is passivated: pending requests were not processed
      pendingRequests.reject(GuildReply.Unavailable::new);
    }
    return target.apply(context, signal);
  }
}
