/**
 * Delivery of notifications: composes messages in the recipient's language, sends them through a
 * {@link dcm.notify.DeliveryChannel} and reports the result to the guild. The outbox belongs to the
 * guild: a delivery that is lost here is handed out again.
 */
@NullMarked
package dcm.notify;

import org.jspecify.annotations.NullMarked;
