/** Discord's gateway: sessions, identify, resume, dispatch. */
@NullMarked
package dcm.sandbox.gateway;

import org.jspecify.annotations.NullMarked;
