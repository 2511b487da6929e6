package dcm.entity;

import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.pubsub.Topic;

/**
 * What every desk on a node shares.
 *
 * @param news where what was decided is published
 * @param processed where answers are kept that guilds do not hold in memory any more
 * @param passing tells a failure to read that passes by itself (the database is away, somebody
 *     holds a lock) from one that is the guild's own
 * @param unwritten tells a failure to write that certainly had no effect from all others
 */
record Premises(
    EntitySettings settings,
    Courier courier,
    ActorRef<Topic.Command<Published>> news,
    Ownership ownership,
    Predicate<Throwable> passing,
    Predicate<Throwable> unwritten,
    ProcessedCommandStore processed,
    DegradedGuilds degraded) {}
