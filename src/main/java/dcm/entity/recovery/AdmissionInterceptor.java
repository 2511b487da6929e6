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
 * Admission of requests before a guild's entity, in the same actor. It bounds the pending requests,
 * queues commands, answers queries from the persisted state, and replaces the entity while the
 * guild's journal cannot be replayed. Pekko's supervisor inside the entity restarts it for ever;
 * only an interceptor around it can stop it without losing pending requests.
 */
public final class AdmissionInterceptor extends BehaviorInterceptor<GuildMessage, GuildMessage> {
  private final PendingRequests pendingRequests;
  private final RecoveryTracker recoveryTracker;
  private final CommandQueue commands;
  private final MemoryReplies memoryReplies;
  private final Supplier<Behavior<GuildMessage>> entityBehavior;
  private boolean suspended;

  public AdmissionInterceptor(
      PendingRequests pendingRequests,
      RecoveryTracker recoveryTracker,
      CommandQueue commands,
      MemoryReplies memoryReplies,
      Supplier<Behavior<GuildMessage>> entityBehavior) {
    super(GuildMessage.class);
    this.pendingRequests = pendingRequests;
    this.recoveryTracker = recoveryTracker;
    this.commands = commands;
    this.memoryReplies = memoryReplies;
    this.entityBehavior = entityBehavior;
  }

  /** The entity's behavior, or an empty one while the guild is suspended. */
  public Behavior<GuildMessage> initialBehavior() {
    return recoveryTracker.isSuspended() ? suspend() : entityBehavior.get();
  }

  private Behavior<GuildMessage> suspend() {
    suspended = true;
    commands.clear();
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
        yield admit(context, request, target);
      }
      case GuildMessage.Internal.CommandLookedUp lookUp ->
          enqueue(context, new CommandQueue.QueuedCommand(lookUp.request(), lookUp), target);
      case GuildMessage.Internal.RetryCommand(var request) ->
          enqueue(context, new CommandQueue.QueuedCommand(request, null), target);
      case GuildMessage.Internal.OwnershipChecked check -> {
        memoryReplies.ownershipChecked(check);
        yield Behaviors.same();
      }
      // rejected like a request; the subscriber repeats it
      case GuildMessage.Subscribe _ ->
          pendingRequests.isRejecting() ? Behaviors.same() : target.apply(context, message);
      case GuildMessage.Internal.JournalUnreadable _ -> suspend();
      case GuildMessage.Internal.Stop _ ->
          suspended || commands.requestStop() ? Behaviors.stopped() : Behaviors.same();
      case GuildMessage.Internal.DecideCommands _,
          GuildMessage.Internal.CommandsSaved _,
          GuildMessage.Internal.ForgettingEnded _,
          GuildMessage.Internal.ForgettingDue _,
          GuildMessage.Internal.SnapshotSaved _ ->
          target.apply(context, message);
    };
  }

  private Behavior<GuildMessage> admit(
      TypedActorContext<GuildMessage> context,
      GuildMessage.Request request,
      ReceiveTarget<GuildMessage> target) {
    // a query that need not wait is answered, however many commands are pending
    if (request instanceof GuildMessage.HandleQuery query
        && !pendingRequests.isRejecting()
        && memoryReplies.answerAtOnce(query)) {
      return Behaviors.same();
    }
    if (!pendingRequests.admit(request)) {
      return Behaviors.same();
    }
    return switch (request) {
      case GuildMessage.HandleCommand command ->
          enqueue(context, new CommandQueue.QueuedCommand(command, null), target);
      case GuildMessage.HandleQuery query ->
          memoryReplies.answer(query) ? Behaviors.same() : target.apply(context, query);
    };
  }

  private Behavior<GuildMessage> enqueue(
      TypedActorContext<GuildMessage> context,
      CommandQueue.QueuedCommand command,
      ReceiveTarget<GuildMessage> target) {
    return commands.add(command)
        ? target.apply(context, new GuildMessage.Internal.DecideCommands())
        : Behaviors.same();
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
