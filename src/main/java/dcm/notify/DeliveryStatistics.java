package dcm.notify;

/**
 * The numbers of this node's deliveries by outcome, since it started.
 *
 * @param delivered accepted by the channel
 * @param failed rejected by the channel
 * @param deferred left to the guild, which hands them out again
 * @param rejected not accepted, because the limit was reached
 * @param duplicates handed out while in flight
 * @param withdrawn not sent, because the guild withdrew them
 */
public record DeliveryStatistics(
    long delivered, long failed, long deferred, long rejected, long duplicates, long withdrawn) {}
