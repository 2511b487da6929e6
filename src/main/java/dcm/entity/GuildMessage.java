package dcm.entity;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.reply.GuildReply;
import dcm.guild.state.ProcessedCommands;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What a guild's actor hears. */
public sealed interface GuildMessage permits GuildMessage.Request, GuildMessage.Internal {
  /** From outside; each gets one answer. */
  sealed interface Request extends GuildMessage {
    ActorRef<GuildReply> replyTo();
  }

  record HandleCommand(CommandEnvelope envelope, ActorRef<GuildReply> replyTo) implements Request {}

  record HandleQuery(QueryEnvelope envelope, ActorRef<GuildReply> replyTo) implements Request {}

  /** What a guild's desk says to itself; it never leaves the node. */
  sealed interface Internal extends GuildMessage, NoSerializationVerificationNeeded {
    /** The guild's journal could not be read, for a reason of its own, often enough. */
    record JournalUnreadable() implements Internal {}

    /**
     * Somebody looked whether this is still the guild's one desk.
     *
     * @param asked when, in nanoseconds of the monotonic clock
     */
    record OwnershipChecked(long startedAt, OwnershipResult result) implements Internal {}

    /**
     * The store of processed commands was asked for an earlier answer.
     *
     * @param found null: there is none, or nobody could tell
     */
    record CommandLookedUp(
        GuildMessage.HandleCommand request,
        ProcessedCommands.@Nullable ProcessedCommand found,
        boolean failed)
        implements Internal {}

    /**
     * Answers were saved, or could not be.
     *
     * @param upTo the revision of the newest
     */
    record CommandsSaved(long upTo, boolean successful) implements Internal {}

    /** A command that had to wait for answers to be saved. */
    record RetryCommand(GuildMessage.HandleCommand request) implements Internal {}

    /** What a look at the ownership found. */
    enum OwnershipResult {
      OWNED,
      LOST,
      UNKNOWN
    }
  }
}
