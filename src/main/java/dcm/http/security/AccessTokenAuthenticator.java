package dcm.http.security;

import dcm.auth.AccessTokens;
import dcm.auth.LoginService;
import dcm.http.problem.Problem;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Verifies access tokens and that their session has not ended. */
public final class AccessTokenAuthenticator {
  private final AccessTokens tokens;
  private final LoginService logins;

  public AccessTokenAuthenticator(AccessTokens tokens, LoginService logins) {
    this.tokens = tokens;
    this.logins = logins;
  }

  /** Authenticates a token. Fails with {@link ProblemException} (401). */
  public CompletionStage<GuildAccessFilter.Grant> authenticate(String token) {
    return tokens
        .verify(token)
        .thenCompose(verification ->
            switch (verification) {
              case AccessTokens.Verification.Rejected(AccessTokens.Verification.Reason reason) ->
                  CompletableFuture.failedFuture(invalidToken(reason).asException());
              case AccessTokens.Verification.Verified(var claims) ->
                  logins
                      .isSignedIn(claims.sessionId(), claims.member())
                      .thenApply(signedIn -> {
                        if (!signedIn) {
                          throw Problems.unauthenticated(
                                  "signed-out", "The session has ended: log in again.")
                              .asException();
                        }
                        return new GuildAccessFilter.Grant(
                            claims.guild(),
                            claims.caller(),
                            claims.sessionId(),
                            claims.epoch(),
                            claims.expiresAt());
                      });
            });
  }

  /** Tells the client only what it needs for its next step, not why a forged token is invalid. */
  private static Problem invalidToken(AccessTokens.Verification.Reason reason) {
    return switch (reason) {
      case EXPIRED ->
          Problems.unauthenticated("expired-token", "The token has expired: request a new one.");
      case MALFORMED,
          UNEXPECTED_HEADER,
          UNKNOWN_KEY,
          INVALID_SIGNATURE,
          INVALID_CLAIMS,
          WRONG_ISSUER_OR_AUDIENCE,
          NOT_YET_VALID ->
          Problems.unauthenticated("bad-token", "The token is invalid.");
    };
  }
}
