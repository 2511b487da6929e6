package dcm.entity;

import dcm.entity.recovery.DegradedGuilds;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.pubsub.Topic;

/**
 * What every desk on a node shares.
 *
 * @param news where what was decided is published
 * @param processed where answers are kept that guilds do not hold in memory any more
 * @param failures what a failure to read or to write means
 */
public record EntityDependencies(
    EntitySettings settings,
    DeliveryHandler deliveryHandler,
    ActorRef<Topic.Command<EventPublisher.PublishedEvent>> eventTopic,
    Ownership ownership,
    FailureClassifier failures,
    ProcessedCommandStore processedCommands,
    DegradedGuilds degradedGuilds) {}
