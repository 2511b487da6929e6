package dcm.entity;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.pubsub.Topic;

/**
 * What every desk on a node shares.
 *
 * @param news where what was decided is published
 * @param processed where answers are kept that guilds do not hold in memory any more
 * @param failures what a failure to read or to write means
 */
record Premises(
    EntitySettings settings,
    Courier courier,
    ActorRef<Topic.Command<Published>> news,
    Ownership ownership,
    FailureClassifier failures,
    ProcessedCommandStore processed,
    DegradedGuilds degraded) {}
