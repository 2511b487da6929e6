package dcm.guild.event;

import dcm.guild.value.Absence;
import dcm.guild.value.AbsenceId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import dcm.guild.value.SortedSets;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events of members. */
public sealed interface MemberEvent extends GuildEvent {
  MemberId member();

  /**
   * A new or changed description of a member by Discord.
   *
   * @param before roles before; null for a new member or one who rejoined
   * @param locale null: Discord did not send one
   * @param epoch grown when roles or administrator changed
   */
  record Observed(
      MemberId member,
      String displayName,
      @Nullable Set<RoleId> before,
      Set<RoleId> roles,
      boolean administrator,
      @Nullable String locale,
      long epoch)
      implements MemberEvent {
    public Observed {
      before = before == null ? null : SortedSets.copy(before);
      roles = SortedSets.copy(roles);
    }
  }

  /**
   * The profile after an edit.
   *
   * @param capacity minutes of work per weekday; null: no limits
   * @param leaderboard false: left out of the leaderboard; null: not
   */
  record ProfileEdited(
      MemberId member,
      @Nullable ZoneId zone,
      @Nullable String locale,
      @Nullable Map<DayOfWeek, Integer> capacity,
      @Nullable Boolean leaderboard)
      implements MemberEvent {
    public ProfileEdited {
      capacity = Member.capacity(capacity);
    }

    /** A profile without limits of work. */
    public ProfileEdited(MemberId member, @Nullable ZoneId zone, @Nullable String locale) {
      this(member, zone, locale, null, null);
    }
  }

  record Left(MemberId member, long epoch) implements MemberEvent {}

  /**
   * A former member is forgotten: the pseudonym replaces the id in the whole journal, also here.
   *
   * @param member the pseudonym, once it has
   */
  record Forgotten(MemberId member, MemberId pseudonym) implements MemberEvent {}

  record AbsenceAdded(MemberId member, Absence absence) implements MemberEvent {}

  /** An absence has begun; the turns that pass on because of it follow. */
  record AbsenceStarted(MemberId member, AbsenceId absence) implements MemberEvent {}

  /** An absence is over. */
  record AbsenceEnded(MemberId member, AbsenceId absence) implements MemberEvent {}

  /** An absence was deleted. */
  record AbsenceRemoved(MemberId member, AbsenceId absence) implements MemberEvent {}
}
