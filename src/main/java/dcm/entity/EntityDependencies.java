package dcm.entity;

import dcm.entity.recovery.DegradedGuilds;
import java.util.function.Supplier;

/**
 * Dependencies shared by all entities of a node.
 *
 * @param failures classification of journal failures
 * @param processedCommands store of the answers that guilds no longer hold in memory
 * @param boardListener receives changes of guilds whose tasks are shown in Discord
 */
public record EntityDependencies(
    EntitySettings settings,
    DeliveryHandler deliveryHandler,
    Ownership ownership,
    FailureClassifier failures,
    ProcessedCommandStore processedCommands,
    SnapshotWriter snapshots,
    DegradedGuilds degradedGuilds,
    Supplier<BoardListener> boardListener,
    Supplier<Pseudonymization> pseudonymization) {}
