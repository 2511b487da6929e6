package dcm.guild.value;

/**
 * A member's points and streaks now.
 *
 * @param balance the sum of the ledger
 * @param streak own occurrences done in time since the last late or missed one
 * @param bestStreak the longest streak ever
 * @param onLeaderboard whether others may see it
 */
public record Standing(
    MemberId member,
    String displayName,
    long balance,
    int streak,
    int bestStreak,
    boolean onLeaderboard) {}
