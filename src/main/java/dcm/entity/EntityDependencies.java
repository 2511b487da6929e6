package dcm.entity;

import dcm.entity.recovery.DegradedGuilds;

/**
 * Dependencies shared by all entities of a node.
 *
 * @param failures classification of journal failures
 * @param processedCommands store of the answers that guilds no longer hold in memory
 */
public record EntityDependencies(
    EntitySettings settings,
    DeliveryHandler deliveryHandler,
    Ownership ownership,
    FailureClassifier failures,
    ProcessedCommandStore processedCommands,
    SnapshotWriter snapshots,
    DegradedGuilds degradedGuilds) {}
