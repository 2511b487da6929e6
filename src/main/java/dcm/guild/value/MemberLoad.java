package dcm.guild.value;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a member has done and has to do, beside others.
 *
 * @param present whether they are there for the task
 * @param full whether their capacity of the day is used up
 * @param balance thousandths of a minute times the difficulty, over all tasks; negative: less than
 *     their share
 * @param assigned how often they had the task in the last 13 weeks
 * @param completed how often they completed it in the last 13 weeks
 * @param lastAt when they had it last; null: never, as far as is known
 */
public record MemberLoad(
    MemberId member,
    boolean present,
    boolean full,
    long balance,
    int assigned,
    int completed,
    @Nullable Instant lastAt) {}
