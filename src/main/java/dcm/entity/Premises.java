package dcm.entity;

import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.pubsub.Topic;

/**
 * What every desk on a node shares.
 *
 * @param news where what was decided is published
 * @param passing tells a failure to read that passes by itself (the database is away, somebody
 *     holds a lock) from one that is the guild's own
 */
record Premises(
    EntitySettings settings,
    Courier courier,
    ActorRef<Topic.Command<Published>> news,
    Ownership ownership,
    Predicate<Throwable> passing,
    DegradedGuilds degraded) {}
