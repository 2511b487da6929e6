package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Discord user in this guild.
 *
 * @param administrator owner, administrator or manage-guild, as last observed in Discord
 * @param zone null: the guild's
 * @param locale BCP 47 tag; null: the guild's
 * @param epoch grows when roles change or the member leaves; older tokens are refused
 * @param active false once the member left the guild
 * @param joinedAt when the guild first observed the member; rejoining does not change it, so that
 *     the place in a rotation is kept
 * @param absences present and future ones by their ids; null: none
 * @param capacity minutes of work per weekday that the member wants at most; a weekday that is
 *     missing has no limit; null: no limits
 * @param leaderboard false: others do not see the member's points; null: they may
 * @param pseudonym what replaces, or has replaced, the id of a forgotten member; null: not
 *     forgotten
 */
@RecordBuilder
public record Member(
    MemberId id,
    String displayName,
    Set<RoleId> roles,
    boolean administrator,
    @Nullable ZoneId zone,
    @Nullable String locale,
    long epoch,
    boolean active,
    Instant joinedAt,
    long revision,
    @Nullable List<Absence> absences,
    @Nullable Map<DayOfWeek, Integer> capacity,
    @Nullable Boolean leaderboard,
    @Nullable MemberId pseudonym)
    implements MemberBuilder.With {
  public Member {
    roles = SortedSets.copy(roles);
    absences = absences == null || absences.isEmpty() ? null : List.copyOf(absences);
    capacity = capacity(capacity);
    leaderboard = Boolean.FALSE.equals(leaderboard) ? leaderboard : null;
  }

  /** A member without absences and limits of work, on the leaderboard. */
  public Member(
      MemberId id,
      String displayName,
      Set<RoleId> roles,
      boolean administrator,
      @Nullable ZoneId zone,
      @Nullable String locale,
      long epoch,
      boolean active,
      Instant joinedAt,
      long revision) {
    this(
        id,
        displayName,
        roles,
        administrator,
        zone,
        locale,
        epoch,
        active,
        joinedAt,
        revision,
        null,
        null,
        null,
        null);
  }

  /** Minutes per weekday in the order of the week; null if there are none. */
  public static @Nullable Map<DayOfWeek, Integer> capacity(
      @Nullable Map<DayOfWeek, Integer> minutes) {
    return minutes == null || minutes.isEmpty()
        ? null
        : Collections.unmodifiableMap(new TreeMap<>(minutes));
  }

  /** Present and future absences. */
  @JsonIgnore
  public List<Absence> allAbsences() {
    return absences == null ? List.of() : absences;
  }

  /** The size of all absences, in characters. */
  public long absenceCharacters() {
    long characters = 0;
    for (Absence absence : allAbsences()) {
      characters += absence.characters();
    }
    return characters;
  }

  /** A present or future absence; null: there is none with this id. */
  public @Nullable Absence absence(AbsenceId absence) {
    return allAbsences().stream()
        .filter(other -> other.id().equals(absence))
        .findFirst()
        .orElse(null);
  }

  /** Whether the member is away for a task at an instant. */
  public boolean isAway(TaskId task, Instant at) {
    return absences != null && absences.stream().anyMatch(absence -> absence.covers(task, at));
  }

  public Member withProfile(
      @Nullable ZoneId newZone,
      @Nullable String newLocale,
      @Nullable Map<DayOfWeek, Integer> newCapacity,
      @Nullable Boolean onLeaderboard,
      long at) {
    return with(changed ->
        changed
            .zone(newZone)
            .locale(newLocale)
            .capacity(newCapacity)
            .leaderboard(onLeaderboard)
            .revision(at));
  }

  /** Adds an absence, or replaces the one with its id. */
  public Member plus(Absence added, long at) {
    return with(changed ->
        changed
            .absences(
                Stream.concat(
                        allAbsences().stream().filter(other -> !other.id().equals(added.id())),
                        Stream.of(added))
                    .sorted(Comparator.comparing(Absence::id))
                    .toList())
            .revision(at));
  }

  public Member minus(AbsenceId removed, long at) {
    return with(changed ->
        changed
            .absences(allAbsences().stream().filter(other -> !other.id().equals(removed)).toList())
            .revision(at));
  }

  /** Whether others may see the member's points. */
  public boolean onLeaderboard() {
    return leaderboard == null;
  }

  /** The name of a forgotten member in stored texts; clients show it in their own language. */
  public static String nameOf(MemberId pseudonym) {
    return "Former member " + pseudonym.pseudonymNumber();
  }

  /** Whether the member asked to be forgotten and the id is still in the journal. */
  @JsonIgnore
  public boolean isBeingForgotten() {
    return pseudonym != null && !pseudonym.equals(id);
  }

  /** A former member without what only concerned them. */
  public Member forgotten(MemberId as, long at) {
    return with(changed ->
        changed
            .pseudonym(as)
            .zone(null)
            .locale(null)
            .absences(null)
            .capacity(null)
            .leaderboard(Boolean.FALSE)
            .revision(at));
  }

  public Member left(long newEpoch, long at) {
    return with(changed ->
        changed.roles(Set.of()).administrator(false).epoch(newEpoch).active(false).revision(at));
  }
}
