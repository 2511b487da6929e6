package dcm.notify;

/**
 * What became of this node's deliveries since it started.
 *
 * @param delivered arrived
 * @param refused the other side said no
 * @param postponed left to the guild, to be handed out again
 * @param overflowed not taken, because there was no place
 * @param repeated handed out while it was under way already
 * @param withdrawn not sent, because it no longer held
 */
public record DeliveryStatistics(
    long delivered, long failed, long deferred, long rejected, long duplicates, long withdrawn) {}
