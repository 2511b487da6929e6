package dcm.guild.command;

import dcm.guild.value.AbsenceId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.RoleId;
import dcm.guild.value.TaskRef;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands on members. */
public sealed interface MemberCommand extends GuildCommand {
  /** Records Discord's description of a member. From the system only. */
  record Observe(MemberId member, MembershipEvidence.FromDiscord observation)
      implements MemberCommand {
    /** Creates an observation without a language, as the gateway sends it. */
    public Observe(MemberId member, String displayName, Set<RoleId> roles, boolean administrator) {
      this(member, new MembershipEvidence.FromDiscord(displayName, roles, administrator, null));
    }
  }

  /**
   * Edits the caller's own profile, or another's with MEMBER_MANAGE; null leaves a field as it is.
   *
   * @param capacity minutes of work per weekday that the member wants at most; a weekday that is
   *     missing has no limit
   * @param leaderboard whether others see the member's points
   */
  record EditProfile(
      MemberId member,
      @Nullable ZoneId zone,
      @Nullable String locale,
      @Nullable Map<DayOfWeek, Integer> capacity,
      @Nullable Boolean leaderboard)
      implements MemberCommand {
    public EditProfile {
      capacity = capacity == null ? null : Map.copyOf(capacity);
    }

    /** Edits zone, locale and capacity. */
    public EditProfile(
        MemberId member,
        @Nullable ZoneId zone,
        @Nullable String locale,
        @Nullable Map<DayOfWeek, Integer> capacity) {
      this(member, zone, locale, capacity, null);
    }

    /** Edits zone and locale. */
    public EditProfile(MemberId member, @Nullable ZoneId zone, @Nullable String locale) {
      this(member, zone, locale, null, null);
    }
  }

  /**
   * Adds an absence of the caller, or of another member with MEMBER_MANAGE. The member gets no turn
   * that is due in it, and open ones pass on when it starts.
   *
   * @param from null: now
   * @param until null: open end
   * @param tasks empty: all
   */
  record AddAbsence(
      AbsenceId id,
      MemberId member,
      @Nullable AbsenceBound from,
      @Nullable AbsenceBound until,
      List<TaskRef> tasks,
      @Nullable String reason)
      implements MemberCommand {
    public AddAbsence {
      tasks = List.copyOf(tasks);
    }
  }

  /** Removes an absence, before or after it started. Turns that passed on do not come back. */
  record RemoveAbsence(MemberId member, AbsenceId id) implements MemberCommand {}

  /**
   * Gives or takes points by hand; needs MEMBER_MANAGE.
   *
   * @param delta not 0, at most 10,000 either way; it does not take a balance below zero
   * @param reason required
   */
  record AdjustPoints(MemberId member, int delta, @Nullable String reason)
      implements MemberCommand {}

  /** The member left, was kicked or was banned. From the system only. */
  record Leave(MemberId member) implements MemberCommand {}

  /**
   * Replaces the caller by a pseudonym, or another current or former member with MEMBER_MANAGE. It
   * cannot be undone.
   */
  record Forget(MemberId member) implements MemberCommand {}
}
