package dcm.sandbox.oauth;

import dcm.sandbox.rest.ApiException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's OAuth2 grant: first a code, then an access token and a refresh token.
 *
 * @param redirectUri redirect URI of the authorisation; the exchange must repeat it
 * @param codeChallenge PKCE S256 challenge; null: none was given
 * @param code null once exchanged
 * @param expiresAtMillis expiry of the code or access token, epoch milliseconds
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
