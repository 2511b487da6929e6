package dcm.entity;

import dcm.entity.recovery.DegradedGuilds;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.pubsub.Topic;

/**
 * Dependencies shared by all entities of a node.
 *
 * @param eventTopic topic on which written events are published
 * @param failures classification of journal failures
 * @param processedCommands store of the answers that guilds no longer hold in memory
 */
public record EntityDependencies(
    EntitySettings settings,
    DeliveryHandler deliveryHandler,
    ActorRef<Topic.Command<EventPublisher.PublishedEvent>> eventTopic,
    Ownership ownership,
    FailureClassifier failures,
    ProcessedCommandStore processedCommands,
    SnapshotWriter snapshots,
    DegradedGuilds degradedGuilds) {}
