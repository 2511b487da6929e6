/**
 * The messengers: they take what guilds hand out, write it in the reader's language, carry it
 * through a {@link dcm.notify.DeliveryChannel} and tell the guild what became of it. The outbox is
 * the guild's; what is lost here is handed out again.
 */
@NullMarked
package dcm.notify;

import org.jspecify.annotations.NullMarked;
