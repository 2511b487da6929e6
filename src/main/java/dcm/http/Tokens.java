package dcm.http;

import dcm.auth.AccessTokens;
import dcm.auth.Logins;
import dcm.auth.Verification;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether an access token is good, and its session has not ended. */
final class Tokens {
  private final AccessTokens tokens;
  private final Logins logins;

  Tokens(AccessTokens tokens, Logins logins) {
    this.tokens = tokens;
    this.logins = logins;
  }

  /** Fails with {@link Rejected} (401) when it is not. */
  CompletionStage<Pass> read(String token) {
    return tokens
        .verify(token)
        .thenCompose(verification ->
            switch (verification) {
              case Verification.Rejected(Verification.Reason reason) ->
                  CompletableFuture.failedFuture(bad(reason).asException());
              case Verification.Verified(var claims) ->
                  logins
                      .isSignedIn(claims)
                      .thenApply(signedIn -> {
                        if (!signedIn) {
                          throw Problems.unauthenticated(
                                  "signed-out", "This session has ended: log in again.")
                              .asException();
                        }
                        return new Pass(
                            claims.guild(),
                            claims.caller(),
                            claims.session(),
                            claims.epoch(),
                            claims.expiresAt());
                      });
            });
  }

  /** Only what the client needs for its next step: why a forged token is no good is not its. */
  private static Problem bad(Verification.Reason reason) {
    return switch (reason) {
      case EXPIRED ->
          Problems.unauthenticated("expired-token", "This token has ended: fetch a new one.");
      case UNREADABLE,
          FOREIGN_HEADER,
          UNKNOWN_KEY,
          BAD_SIGNATURE,
          BAD_CLAIMS,
          NOT_FOR_US,
          NOT_YET ->
          Problems.unauthenticated("bad-token", "This is no token of ours.");
    };
  }
}
