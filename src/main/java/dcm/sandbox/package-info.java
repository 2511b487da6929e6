/**
 * A local Discord for people without a token, and for tests: REST under {@code /api/v10}, the
 * gateway, OAuth2, a control API under {@code /sandbox} and a small chat page. Strict like the real
 * one, so that what works here works there. It knows nothing of chores and enters no other room.
 *
 * <p>All state changes on one thread, the {@link dcm.sandbox.gateway.EventLoop}; a change is in the
 * file of the {@link dcm.sandbox.store.StateLog} before anybody is told of it.
 */
@NullMarked
package dcm.sandbox;

import org.jspecify.annotations.NullMarked;
