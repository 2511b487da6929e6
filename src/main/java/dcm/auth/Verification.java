package dcm.auth;

/** What became of an access token that was presented. */
public sealed interface Verification {
  record Verified(AccessClaims claims) implements Verification {}

  record Rejected(Reason reason) implements Verification {}

  /** Why; for our log and for the client's next step, never for showing what we know. */
  enum Reason {
    /** over-long, not three parts of base64url without padding, not strict JSON */
    UNREADABLE,
    /** a header that we did not write: type, algorithm, or anything beside them and the kid */
    FOREIGN_HEADER,
    /** no key of ours, or one that has ended */
    UNKNOWN_KEY,
    BAD_SIGNATURE,
    /** a claim is missing, of another type, or beyond its range */
    BAD_CLAIMS,
    /** made by or for somebody else */
    NOT_FOR_US,
    NOT_YET,
    /** the client gets a new one */
    EXPIRED
  }
}
