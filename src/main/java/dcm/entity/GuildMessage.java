package dcm.entity;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.reply.GuildReply;
import dcm.guild.state.ProcessedCommands;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The messages of a guild's actor. */
public sealed interface GuildMessage
    permits GuildMessage.Request, GuildMessage.Subscribe, GuildMessage.Internal {
  /** A message from outside; each gets one reply. */
  sealed interface Request extends GuildMessage {
    ActorRef<GuildReply> replyTo();
  }

  record HandleCommand(CommandEnvelope envelope, ActorRef<GuildReply> replyTo) implements Request {}

  record HandleQuery(QueryEnvelope envelope, ActorRef<GuildReply> replyTo) implements Request {}

  /**
   * Starts or renews a subscription to the guild's events. Answered by {@link
   * SubscriberMessage.Subscribed}, or not at all while the guild's journal is unavailable.
   */
  record Subscribe(ActorRef<SubscriberMessage> subscriber) implements GuildMessage {}

  /** A message of an entity to itself, or of its shard; it never leaves the node. */
  sealed interface Internal extends GuildMessage, NoSerializationVerificationNeeded {
    /** Commands are queued and can be decided. */
    record DecideCommands() implements Internal {}

    /** The entity is to stop when its queued commands are answered. */
    record Stop() implements Internal {}

    /** The guild's journal repeatedly could not be replayed, for a reason specific to the guild. */
    record JournalUnreadable() implements Internal {}

    /**
     * An ownership check finished.
     *
     * @param startedAt its start, in nanoseconds of the monotonic clock
     */
    record OwnershipChecked(long startedAt, OwnershipResult result) implements Internal {}

    /**
     * The look-up of an earlier answer finished.
     *
     * @param found null: there is none, or the look-up failed
     */
    record CommandLookedUp(
        GuildMessage.HandleCommand request,
        ProcessedCommands.@Nullable ProcessedCommand found,
        boolean failed)
        implements Internal {}

    /**
     * Saving of answers finished.
     *
     * @param upTo the revision of the newest
     */
    record CommandsSaved(long upTo, boolean successful) implements Internal {}

    /**
     * Saving of a snapshot finished.
     *
     * @param bytes its size; 0: it failed
     */
    record SnapshotSaved(int bytes) implements Internal {}

    /**
     * A member was replaced by a pseudonym.
     *
     * @param successful false: perhaps not, and the guild goes on
     */
    record ForgettingEnded(boolean successful) implements Internal {}

    /** Members may be replaced by pseudonyms again after a failure. */
    record ForgettingDue() implements Internal {}

    /** A command that waited for answers to be saved. */
    record RetryCommand(GuildMessage.HandleCommand request) implements Internal {}

    /** The result of an ownership check. */
    enum OwnershipResult {
      OWNED,
      LOST,
      UNKNOWN
    }
  }
}
