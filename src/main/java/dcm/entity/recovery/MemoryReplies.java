package dcm.entity.recovery;

import dcm.entity.GuildMessage;
import dcm.entity.Ownership;
import dcm.guild.Guild;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.GuildId;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replies from a guild's memory, without a write. They are sent while the entity's ownership is
 * confirmed, and held until a check otherwise. Queries are answered from the state of the last
 * completed write, also while another write is in progress. Confined to its actor's thread.
 */
public final class MemoryReplies {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryReplies.class);

  private final GuildId id;
  private final ActorContext<GuildMessage> context;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final PendingRequests pendingRequests;
  private final OwnershipConfirmation confirmation;
  private final OwnershipProbe probe;

  /** The state as it is in the journal; null while the entity is not recovered. */
  private @Nullable Guild persisted;

  /**
   * Creates replies of an entity that is not recovered yet.
   *
   * @param checkInterval age of a confirmation from which ownership is checked
   */
  public MemoryReplies(
      GuildId id,
      ActorContext<GuildMessage> context,
      ActorRef<ClusterSharding.ShardCommand> shard,
      PendingRequests pendingRequests,
      Ownership ownership,
      Duration checkInterval) {
    this.id = id;
    this.context = context;
    this.shard = shard;
    this.pendingRequests = pendingRequests;
    this.confirmation = new OwnershipConfirmation(checkInterval, System::nanoTime);
    this.probe = new OwnershipProbe(id, ownership);
  }

  /** The monotonic clock of confirmations, in nanoseconds. */
  public long now() {
    return confirmation.now();
  }

  /**
   * The guild was recovered or written, which only its owner can do.
   *
   * @param startedAt the instant before it was begun
   */
  public void persisted(Guild guild, long startedAt) {
    persisted = guild;
    confirmation.confirm(startedAt);
  }

  /** Answers a query if that is possible at once. */
  boolean answerAtOnce(GuildMessage.HandleQuery query) {
    if (persisted == null || !confirmation.isFresh()) {
      return false;
    }
    query.replyTo().tell(persisted.answer(query.envelope()));
    return true;
  }

  /** Answers a query; false while the entity is not recovered. */
  boolean answer(GuildMessage.HandleQuery query) {
    if (persisted == null) {
      return false;
    }
    send(query, persisted.answer(query.envelope()));
    return true;
  }

  /** Sends a reply that was computed from the persisted state. */
  public void send(GuildMessage.Request request, GuildReply reply) {
    if (confirmation.isFresh()) {
      pendingRequests.reply(request, reply);
      return;
    }
    confirmation.hold(request, reply);
    if (!confirmation.isBeingChecked()) {
      probe.ask(context, confirmation.beginCheck());
    }
  }

  void ownershipChecked(GuildMessage.Internal.OwnershipChecked check) {
    if (!confirmation.endCheck(check.startedAt())) {
      return;
    }
    switch (check.result()) {
      case OWNED -> confirmation.confirm(check.startedAt());
      case LOST -> relinquish("ownership lost (recovered by another node, or restored)");
      case UNKNOWN -> {}
    }
    // a check that took too long, or a node suspended meanwhile, confirms nothing
    boolean fresh = confirmation.isFresh();
    for (OwnershipConfirmation.PendingReply pending : confirmation.release()) {
      pendingRequests.reply(
          pending.request(), fresh ? pending.reply() : new GuildReply.Unavailable());
    }
  }

  /** Stops after the journal was changed elsewhere, without further replies from memory. */
  public void relinquish(String reason) {
    LOG.atWarn().addKeyValue("guild", id.toString()).log("Guild {}: {}; stopping", id, reason);
    persisted = null;
    confirmation.invalidate();
    pendingRequests.reject(GuildReply.Unavailable::new);
    shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
  }

  /** Discards state that the journal may have refused to write. */
  public void reset() {
    persisted = null;
    for (OwnershipConfirmation.PendingReply pending : confirmation.invalidate()) {
      pendingRequests.reply(pending.request(), new GuildReply.Unavailable());
    }
  }
}
