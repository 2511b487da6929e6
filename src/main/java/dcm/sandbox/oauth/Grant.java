package dcm.sandbox.oauth;

import dcm.sandbox.rest.ApiException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person granted by OAuth2: first a code, then an access token and a refresh token.
 *
 * @param redirectUri the one of the authorisation; the exchange must repeat it
 * @param challenge PKCE S256 challenge, when one was given
 * @param code null once exchanged
 * @param expires when the code or the access token ends, epoch milliseconds
 */
public record Grant(
    String id,
    String userId,
    List<String> scopes,
    String redirectUri,
    @Nullable String codeChallenge,
    @Nullable String code,
    @Nullable String accessToken,
    @Nullable String refreshToken,
    long expiresAtMillis) {
  public Grant {
    scopes = List.copyOf(scopes);
  }

  void requireScope(String scope) {
    if (!scopes.contains(scope)) {
      throw new ApiException(403, 50025, "Invalid OAuth2 access token");
    }
  }
}
