/** Discord's OAuth2: consent page, grants, tokens. */
@NullMarked
package dcm.sandbox.oauth;

import org.jspecify.annotations.NullMarked;
