/**
 * A local Discord for people without a token, and for tests: REST under {@code /api/v10}, the
 * gateway, OAuth2, a control API under {@code /sandbox} and a small chat page. It is as strict as
 * Discord, so that what works here works there. It depends on no other module and knows no tasks.
 *
 * <p>All state changes on one thread, the {@link dcm.sandbox.gateway.EventLoop}. A change is
 * written to the {@link dcm.sandbox.store.StateLog} before it is visible to any client.
 */
@NullMarked
package dcm.sandbox;

import org.jspecify.annotations.NullMarked;
